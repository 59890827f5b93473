package failpoint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"secretary/store/failpoint"
)

// A point that nobody marks proves nothing, and one marked twice dies at a
// place its name does not tell.
func TestEveryPointIsMarkedOnce(t *testing.T) {
	constants, marks := constantsOf(t), map[string]int{}
	for _, root := range []string{"../../bot", "../../store"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 {
					return true
				}
				f, ok := call.Fun.(*ast.SelectorExpr)
				if x, isName := call.Args[0].(*ast.SelectorExpr); ok && isName && f.Sel.Name == "Here" {
					marks[x.Sel.Name]++
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(constants) != len(failpoint.All) {
		t.Errorf("%d points have a name, All lists %d", len(constants), len(failpoint.All))
	}
	for _, name := range constants {
		if marks[name] != 1 {
			t.Errorf("%s is marked %d times", name, marks[name])
		}
	}
}

func constantsOf(t *testing.T) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "point.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, s := range g.Specs {
				names = append(names, s.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	return names
}
