package sandbox

import "strconv"

// The contents people send, in the shapes of the Bot API. Files have ids but
// no bytes: getFile finds none of them.

func fileID(prefix string) object {
	return object{"file_id": prefix + randomText(40), "file_unique_id": "AQAD" + randomText(10)}
}

func with(o object, fields object) object {
	for name, value := range fields {
		o[name] = value
	}
	return o
}

func photo() []object {
	return []object{
		with(fileID("AgACAgI"), object{"file_size": 1290, "width": 90, "height": 67}),
		with(fileID("AgACAgI"), object{"file_size": 182334, "width": 1280, "height": 960}),
	}
}

func voice(seconds int) object {
	return with(fileID("AwACAgI"), object{"duration": seconds, "mime_type": "audio/ogg", "file_size": 4000 * seconds})
}

func sticker(emoji string) object {
	return with(fileID("CAACAgI"), object{"width": 512, "height": 512, "emoji": emoji, "set_name": "SandboxCats",
		"is_animated": false, "is_video": false, "type": "regular", "file_size": 21456})
}

// contentKind names the content among the fields of a message.
func contentKind(fields object) string {
	for _, kind := range []string{"photo", "video", "video_note", "voice", "audio", "animation", "document", "sticker",
		"story", "location", "venue", "contact", "poll", "dice", "game", "paid_media", "gift", "unique_gift", "checklist"} {
		if _, ok := fields[kind]; ok {
			return kind
		}
	}
	if _, ok := fields["text"]; ok {
		return "text"
	}
	return "other"
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
