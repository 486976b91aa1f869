// A verifier of a record's folder that is not ours: the note and tlog packages of Go's checksum database.
// It checks the log's signature, every leaf by an inclusion proof, consistency from every earlier size, and, with tiles
// read and authenticated by Go, every entry bundle against the tree. Then it signs a note, for us to verify.
//
//	peer <folder> <log vkey> <skey to sign with>
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type reader struct{ folder string }

func (r reader) Height() int { return 8 }

// Go's paths name the tile's height, "tile/8/0/000", where c2sp.org/tlog-tiles has it fixed.
func path(t tlog.Tile) string { return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/") }

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		b, err := os.ReadFile(filepath.Join(r.folder, path(t)))
		if err != nil {
			return nil, err
		}
		data[i] = b
	}
	return data, nil
}

func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func main() {
	folder, vkey, skey := os.Args[1], os.Args[2], os.Args[3]
	verifier, err := note.NewVerifier(vkey)
	check(err)
	msg, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	checkpoint, err := note.Open(msg, note.VerifierList(verifier))
	check(err)

	var size int64
	lines := strings.Split(checkpoint.Text, "\n")
	_, err = fmt.Sscan(lines[1], &size)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	tree := tlog.Tree{N: size, Hash: root}
	hashes := tlog.TileHashReader(tree, reader{folder})

	again, err := tlog.TreeHash(size, hashes)
	check(err)
	if again != root {
		check(fmt.Errorf("root differs"))
	}
	for n := int64(0); n < size; n += 256 {
		width := size - n
		if width > 256 {
			width = 256
		}
		t := tlog.Tile{H: 8, L: 0, N: n / 256, W: int(width)}
		bundle, err := os.ReadFile(filepath.Join(folder, strings.Replace(path(t), "tile/0/", "tile/entries/", 1)))
		check(err)
		for i := n; i < n+width; i++ {
			length := binary.BigEndian.Uint16(bundle)
			leaf := tlog.RecordHash(bundle[2 : 2+length])
			bundle = bundle[2+length:]
			proof, err := tlog.ProveRecord(size, i, hashes)
			check(err)
			check(tlog.CheckRecord(proof, size, root, i, leaf))
		}
		if len(bundle) != 0 {
			check(fmt.Errorf("bundle %d is too long", n/256))
		}
	}
	for n := int64(1); n <= size; n++ {
		old, err := tlog.TreeHash(n, hashes)
		check(err)
		proof, err := tlog.ProveTree(size, n, hashes)
		check(err)
		check(tlog.CheckTree(proof, size, root, n, old))
	}

	signer, err := note.NewSigner(skey)
	check(err)
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("checked\n%d\n%s\n", size, root)}, signer)
	check(err)
	os.Stdout.Write(signed)
}
