package paint

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// Digest is a checksum of what is recorded, the pixels of its bitmaps included:
// two recordings of one canvas with the same digest are the same picture. It is
// there for tests and for tools.
func (c *Canvas) Digest() (sum [2]uint32) {
	table := crc32.MakeTable(crc32.Castagnoli)
	b := make([]byte, 0, 48*len(c.verts)+4*len(c.index))
	for i := range c.verts {
		v := &c.verts[i]
		for _, v := range [12]float32{v.DstX, v.DstY, v.SrcX, v.SrcY, v.ColorR, v.ColorG, v.ColorB, v.ColorA, v.Custom0, v.Custom1, v.Custom2, v.Custom3} {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	for _, i := range c.index {
		b = binary.LittleEndian.AppendUint32(b, i)
	}
	sum[0] = crc32.Checksum(b, table)
	sum[1] = crc32.Checksum(c.pictures.pix[:c.pictures.depth*c.pictures.w*c.pictures.used], table)
	for _, batch := range c.batches {
		if batch.own != nil {
			sum[1] = crc32.Update(sum[1], table, batch.own.pix)
		}
	}
	return sum
}
