package sandbox

import (
	"bytes"
	"image"
	_ "image/jpeg" // what Telegram takes as a photo
	_ "image/png"
)

func init() {
	handlers["sendPhoto"] = (*Server).sendPhoto
	handlers["sendDocument"] = (*Server).sendDocument
}

const (
	maxCaption = 1024
	maxPhoto   = 10 << 20
	maxFile    = 50 << 20
)

// sendPhoto takes an uploaded picture into the bot's chat with a person. What it
// takes by file id or address, and sends in an owner's name, is not played.
func (s *Server) sendPhoto(q *query) answer {
	if q.text("business_connection_id") != "" {
		return answer{failure: bad("the sandbox does not play sendPhoto in an owner's name")}
	}
	sizes, f := uploadedPhoto(q.files["photo"])
	if f != nil {
		return answer{failure: f}
	}
	return s.sendFile(q, "photo", object{"photo": sizes})
}

// sendDocument takes an uploaded file into the bot's chat with a person.
func (s *Server) sendDocument(q *query) answer {
	file := q.files["document"]
	switch {
	case q.text("business_connection_id") != "":
		return answer{failure: bad("the sandbox does not play sendDocument in an owner's name")}
	case file == nil:
		return answer{failure: bad("there is no document in the request")}
	case len(file) == 0:
		return answer{failure: bad("file must be non-empty")}
	case len(file) > maxFile:
		return answer{failure: &failure{code: 413, description: "Request Entity Too Large"}}
	}
	return s.sendFile(q, "document", object{"document": with(fileID("BQACAgI"), object{"file_size": len(file), "file_name": q.names["document"]})})
}

// sendFile sends what was uploaded under the name of its kind, with a caption.
func (s *Server) sendFile(q *query, kind string, content object) answer {
	var out outgoing
	var f *failure
	if out.body, f = formattedText(q.text("caption"), q.text("parse_mode"), q.values["caption_entities"]); f != nil {
		return answer{failure: f}
	}
	if out.reply, f = replyParameters(q); f != nil {
		return answer{failure: f}
	}
	if out.markup, f = replyMarkup(q); f != nil {
		return answer{failure: f}
	}
	out.kind, out.content, out.file = kind, content, q.files[kind]
	return s.sendPrivate(q, out)
}

// uploadedPhoto looks at the bytes of a picture as Telegram's servers do and
// gives its sizes.
func uploadedPhoto(file []byte) ([]object, *failure) {
	if len(file) == 0 {
		return nil, bad("there is no photo in the request")
	}
	if len(file) > maxPhoto {
		return nil, bad("file of size " + idText(int64(len(file))) + " bytes is too big for a photo; the maximum size is 10485760 bytes")
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, bad("IMAGE_PROCESS_FAILED")
	}
	if c.Width+c.Height > 10000 || c.Width > 20*c.Height || c.Height > 20*c.Width {
		return nil, bad("PHOTO_INVALID_DIMENSIONS")
	}
	return []object{with(fileID("AgACAgI"), object{"file_size": len(file), "width": c.Width, "height": c.Height})}, nil
}
