package persona

// What a draft may not say by itself, as data (see phrases). A hit only means that a person looks first, so the lists
// take in negations, too: "why don't we meet" is an invitation.

var meetings = compile(`
meet (up|me|you|us|in|at|for|tonight|tomorrow|there|soon)
(lets|can|could|will|ill|to|we|should) meet
meeting (you|me|up|in|at)
hang out
come (over|by|visit|here and|to my|to me|to your)
(my|your) (place|apartment|flat|hotel|room)
visit (you|me)
see you (at|in|on|tonight|tomorrow|there|later today|this|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday)
pick you up
(call|phone|ring|facetime) (you|me)
(give you|have|do|book|schedule) a ... call
video (call|chat)
videocall
(a|our|on a|go on a) date with
(dinner|coffee|lunch|drinks|breakfast) (with|together)
in person
irl
(nos|te) (vemos|veo|veremos|encontramos|quedamos)
(quedamos|quedemos|quedar) (en|a|para|manana|el)
(verte|vernos|conocerte en persona|llamarte|te llamo|te llamare|videollamada|ven a|mi casa|tu casa)
nos (encontramos|encontrar)
(te ver|te vejo|encontrar|encontrarmos|te ligo|te chamo no|minha casa|chamada de video|vem aqui|vem ca)
(se|te|nous) (voir|retrouver|rencontrer|revoir)
on se (voit|retrouve|rencontre|verra|appelle)
(chez moi|chez toi|je tappelle|tappeler|rendez vous|appel video|viens me)
(treffen|triff|treff)
(uns|dich|mich) (treffen|sehen|besuchen)
(sehen wir uns|wir sehen uns|komm vorbei|komm zu|bei mir|bei dir|rufe dich|ruf dich|anrufen|videoanruf|besuche dich|verabred*)
(ci vediamo|vediamoci|ci incontriamo|incontrarci|incontrarti|vederti|vederci|casa mia|casa tua|ti chiamo|chiamarti|videochiamata|vieni da)
(afspreken|spreken we af|ontmoeten|kom langs|bij mij|bij jou|ik bel|bellen|zie je morgen|zien we elkaar)
(spotka*|widzimy sie|zobaczymy sie|przyjedz|zadzwoni*|u mnie|do mnie)
(bulus*|goruselim|gorusuruz|yanima gel|evime|ararim|seni ararim|goruntulu)
(встрет*|встреч*|увидимся|увидеться|приезжай*|приходи*|позвоню|созвон*|видеозвон*)
(ко мне|у меня дома|в гости|к тебе)
(зустрі*|побачимось|побачимося|приїзд*|приходь*|зателефоную|подзвоню|відеодзвін*)
(kita bertemu|ketemu|ketemuan|aku telepon|rumahku)
(träffas|traffas|ses vi|ringer dig|hos mig)
(نلتقي|نتقابل|أقابلك|اقابلك|سأتصل)
(נפגש|ניפגש|להיפגש|אתקשר)
*(见面|约会|来我家|打电话给你)*
*(会いましょう|会おう|電話します)*
`)

// harmlessMeetings are greetings that sound like a meeting.
var harmlessMeetings = compile(`
(nice|great|lovely|good|pleasure|happy|glad|pleased) to meet you
see you (soon|later|around)
nos vemos (pronto|luego)
`)

var payments = compile(`
(refund*|reimburs*|chargeback)
money back
(pay|send|transfer|wire|owe) you
(send|transfer|wire|give) ... (money|cash|stars|euros|dollars)
(for free|free of charge|on the house|at no cost|half price|cheaper for you|special price)
(discount*|cashback|voucher|coupon|rebate)
guarantee*
i (swear|promise)
promise you
(gift for you|send you a gift|gift you|surprise gift)
(ill|i will|will|can) (send|ship|deliver|bring|have it) ... (today|tomorrow|tonight|by|within|next|this)
(reembols*|te (pago|pagare|envio dinero|transfiero)|devolver* el dinero|gratis|descuento*|rebaja|prometo|garantiz*|regalo para ti)
(te pago|pago voce|devolver o dinheiro|de graca|gratis|desconto*|garanto|garantia|presente para voce)
(rembours*|te (paie|paye|payer)|gratuit*|reduction|remise|promets|garanti*|cadeau pour toi)
(erstatt*|geld zuruck|bezahle dich|bezahl dir|uberweise*|kostenlos|gratis|umsonst|rabatt*|verspreche|garantier*|geschenk fur dich)
(rimbors*|ti pago|gratis|gratuito|sconto|sconti|prometto|garantisc*|regalo per te)
(terugbetal*|betaal je|gratis|korting|beloof|garandeer)
(zwrot*|zwroce|zaplace ci|za darmo|znizk*|rabat*|obiecuj*|gwarant*)
(iade*|oderim|odeyecegim|ucretsiz|bedava|indirim*|soz veriyorum|garanti*)
(верну деньги|возврат*|возмещ*|заплачу|переведу|бесплатно|скидк*|скидочк*|обещаю|гарантир*|подарю)
(поверну гроші|повернення|заплачу|перекажу|безкоштовно|знижк*|обіцяю|гаранту*|подарую)
(kembalikan uang|gratis|diskon|janji)
(rabatt|gratis|lovar|aterbetal*)
(مجانا|خصم|استرداد|أعدك|اعدك)
(בחינם|הנחה|החזר|מבטיחה|מבטיח)
*(退款|免费|打折|保证|我付)*
*(返金|無料|割引|約束します)*
`)

var denials = compile(`
(im|i am|its|it is|this is) ... (real|actual|human|living|flesh) (person|human|girl|woman|man|guy|being|boy)
(im|i am) (a|an)? (human|real|100 real|totally real|completely human)
(im|i am|its|this is|youre talking to|writing to) ... (really me|me personally|me myself|just me|only me)
(not|no|isnt|arent|aint|never) ... (a|an|some|any) ... (bot|b0t|robot|ai|chatbot|machine|program|computer|algorithm)
(no|not) (bot|bots|ai|robot|robots)
no (soy|es) ... (bot|robot|ia|maquina|programa|inteligencia)
soy ... (humana|humano|real|de verdad|persona|de carne)
nao (sou|e) ... (bot|robo|ia|maquina|programa)
sou ... (humana|humano|real|pessoa|de verdade)
(suis|est) pas ... (bot|robot|ia|machine|programme)
(suis|cest) ... (humaine|humain|vraie|vrai|reelle|reel|une personne|bien moi)
(bin|ist|schreibt) (kein|keine|nicht|hier kein|ja kein|doch kein) ... (bot|roboter|ki|maschine|programm|computer)
(kein|keine) (bot|ki|roboter|maschine)
bin ... (mensch|echter|echte|echt|real|wirklich ich)
non (sono|e) ... (bot|robot|ia|macchina|programma)
sono ... (umana|umano|vera|vero|reale|persona)
(ben|is) geen ... (bot|robot|ai|computer)
ben ... (mens|echt|echte)
(nie jestem|to nie) ... (bot*|robot*|ai|maszyn*|program*)
jestem ... (czlowiek*|prawdziwa|prawdziwy|zywa|osoba)
(bot|robot|yapay zeka) (degilim|degil)
(gercegim|gercek biriyim|gercek bir insanim|insanim)
(не|никакой не) (бот|робот|ии|нейросеть|программа|машина|искусственный)
я ... (живая|живой|человек|реальная|реальный|настоящая|настоящий)
(не|ніякий не) (бот|робот|шi|нейромережа|програма)
я ... (жива|людина|справжня|справжній)
(bukan|aku bukan) (bot|robot|ai)
(inte|ingen) (en bot|bot|robot|ai)
(nu sunt) ... (bot|robot|ai)
(لست|مش) ... (بوت|روبوت)
(לא|אני לא) (בוט|רובוט)
*(不是机器人|我是真人|不是ai)*
*(ボットではない|ロボットじゃない|本物の人間)*
`)

// machineTalk is a model speaking about itself.
var machineTalk = compile(`
(as|im|i am|being) (just|only)? ... (ai|a bot|a chatbot|artificial intelligence|assistant|language model|virtual assistant)
(large|ai) language model
language model
(my|the) (system prompt|instructions|guidelines|training data|programming)
i (cannot|cant|can not) (assist|comply|fulfill|help with that request)
como (una ia|modelo de lenguaje|asistente virtual)
como (uma ia|modelo de linguagem)
en tant (que|qu) ... (ia|modele|assistant)
als (ki|sprachmodell|ki assistent|virtueller assistent)
sprachmodell
come (ia|modello linguistico|assistente virtuale)
(как|я) ... (языковая модель|искусственный интеллект|виртуальный ассистент|нейросеть)
(qwen|llama|gemma|mistral|chatgpt|openai|alibaba cloud|anthropic|ollama)
`)

// drop takes all phrases out of a folded text.
func (p phrases) drop(folded string) string { return p.re.ReplaceAllString(" "+folded+" ", " ") }
