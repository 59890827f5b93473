package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"secretary/bot/control"
	"secretary/bot/words"
	"secretary/store"
)

func (p *program) exportCommand() *cobra.Command {
	var fan int64
	c := &cobra.Command{Use: "export FILE", Short: words.CommandExport, Args: newFile,
		RunE: func(c *cobra.Command, args []string) error { return p.export(c.Context(), args[0], fan) }}
	c.Flags().Int64Var(&fan, "fan", 0, words.FlagExportFan)
	return c
}

// newFile takes the name of a file to write. What is written must be looked at and
// synced, so "-" is not the output.
func newFile(c *cobra.Command, args []string) error {
	if err := cobra.ExactArgs(1)(c, args); err != nil {
		return err
	}
	if args[0] == "-" {
		return errors.New(words.NoOutput)
	}
	return nil
}

// export writes everything that is kept, in the clear, into a new file that only
// this user can read. While the daemon runs it hands the lines over.
func (p *program) export(ctx context.Context, file string, fan int64) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	n, err := handOver(ctx, cfg, file,
		func(w io.Writer) (int64, error) { return control.Export(ctx, cfg.DataDir, fan, w) },
		func(st *store.Store, w io.Writer) (int64, error) { return export(st, w, fan) })
	if err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.out, words.Exported(file, n))
	return nil
}

// export writes what is kept of the present creator's fan, or of everybody.
func export(st *store.Store, w io.Writer, fan int64) (int64, error) {
	if fan == 0 {
		return st.Export(w, store.FanID{})
	}
	s, err := st.Settings()
	if err != nil {
		return 0, err
	}
	n, err := st.Export(w, store.FanID{Owner: s.Owner, Chat: fan})
	if errors.Is(err, store.ErrNotFound) {
		err = errors.New(words.ExportNobody(fan))
	}
	return n, err
}
