package sandbox

import (
	"strings"
	"time"
)

func init() {
	handlers["getMe"] = (*Server).getMe
	handlers["getChat"] = (*Server).getChat
	handlers["getFile"] = (*Server).getFile
	handlers["getWebhookInfo"] = (*Server).getWebhookInfo
	handlers["setWebhook"] = (*Server).setWebhookCall
	handlers["deleteWebhook"] = (*Server).deleteWebhook
}

func (s *Server) getMe(*query) answer { return s.meOf(s.bot) }

func (s *Server) meOf(bot User) answer {
	me := userJSON(bot)
	for _, flag := range []string{"can_join_groups", "can_read_all_group_messages", "supports_inline_queries",
		"supports_guest_queries", "supports_join_request_queries", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics", "can_manage_bots"} {
		me[flag] = flag == "can_join_groups"
	}
	me["can_connect_to_business"] = s.mode
	return answer{result: me}
}

func (s *Server) getChat(q *query) answer {
	p, f := s.privateChat(q)
	if f != nil {
		return answer{failure: f}
	}
	chat := with(chatJSON(p.user), object{"accent_color_id": 0, "max_reaction_count": 11,
		"accepted_gift_types": object{"unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
			"premium_subscription": true, "gifts_from_channels": true}})
	if p.user.Username != "" {
		chat["active_usernames"] = []string{p.user.Username}
	}
	return answer{result: chat}
}

// getFile finds no file: the contents people send have no bytes.
func (s *Server) getFile(q *query) answer {
	if q.text("file_id") == "" {
		return answer{failure: bad("file_id not specified")}
	}
	return answer{failure: bad("wrong file_id or the file is temporarily unavailable")}
}

func (s *Server) getWebhookInfo(*query) answer {
	s.acknowledge(0)
	info := object{"url": s.webhook, "has_custom_certificate": false, "pending_update_count": len(s.items)}
	if s.webhook != "" {
		info["max_connections"], info["ip_address"] = 40, "<unknown>"
	}
	if s.allowed != nil {
		info["allowed_updates"] = s.allowed
	}
	return answer{result: info}
}

func (s *Server) setWebhookCall(q *query) answer {
	url := q.text("url")
	if url == "" {
		return s.deleteWebhook(q)
	}
	if !strings.HasPrefix(strings.ToLower(url), "https://") {
		return answer{failure: bad("bad webhook: An HTTPS URL must be provided for webhook")}
	}
	if now := s.now(); now.Before(s.hookSet.Add(time.Second)) {
		return answer{failure: tooMany(1)}
	} else {
		s.hookSet = now
	}
	s.allow(q)
	if q.boolean("drop_pending_updates") {
		s.items = nil
	}
	if url == s.webhook {
		return answer{result: true, description: "Webhook is already set"}
	}
	s.putWebhook(url)
	return answer{result: true, description: "Webhook was set"}
}

func (s *Server) deleteWebhook(q *query) answer {
	if q.boolean("drop_pending_updates") {
		s.items = nil
	}
	s.allow(q)
	if s.webhook == "" {
		return answer{result: true, description: "Webhook is already deleted"}
	}
	s.putWebhook("")
	return answer{result: true, description: "Webhook was deleted"}
}

func (s *Server) putWebhook(url string) {
	s.webhook = url
	if url != "" {
		s.endPoll(ending{conflict: conflictSet})
	}
	s.emit(Event{Kind: "server"})
}
