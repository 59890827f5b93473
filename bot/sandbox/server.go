package sandbox

// Server is a running Bot API server for one bot.
type Server struct{}

// New starts a server. It panics if it cannot listen, as httptest does.
func New(opts Options) *Server { _ = opts.withDefaults(); return &Server{} }

// Close stops the server: waiting polls end, no call is answered any more.
// Twice is once.
func (s *Server) Close() {}

// URL returns the address to use instead of https://api.telegram.org, without
// a trailing slash.
func (s *Server) URL() string { return "" }

// Token returns the bot's valid token.
func (s *Server) Token() string { return "" }

// Bot returns the bot's account.
func (s *Server) Bot() User { return User{} }

// SetToken revokes the token and puts another in its place. The old one gets
// 401 from now on, waiting polls included.
func (s *Server) SetToken(token string) {}

// SetSecretaryMode switches Secretary Mode as BotFather does (on at the start).
// While it is off, getMe says so, nothing of business is delivered and sends
// get BUSINESS_CONNECTION_NOT_ALLOWED.
func (s *Server) SetSecretaryMode(on bool) {}

// SetWebhook sets a webhook as another program would; empty removes it. The
// sandbox never calls it, but getUpdates conflicts with it.
func (s *Server) SetWebhook(url string) {}
