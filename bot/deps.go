package bot

import (
	_ "github.com/ollama/ollama/api"
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/viper"
	_ "go.etcd.io/bbolt"
	_ "golang.org/x/crypto/chacha20poly1305"
	_ "golang.org/x/term"
	_ "golang.org/x/time/rate"
	_ "gopkg.in/telebot.v3"
)
