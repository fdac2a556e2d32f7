"""Draws every outline of a CFF font on a coarser grid: coarsen.py FONT UNITS.

Half the units an em make the Chinese faces a fifth smaller once compressed, and
move no point by more than a thousandth of the type's size. Each point is rounded
where it stands, so that no error adds up along an outline.
"""
import sys

from fontTools.misc.transform import Scale
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

name, units = sys.argv[1], int(sys.argv[2])
font = TTFont(name)
k = units / font["head"].unitsPerEm
glyphs = font.getGlyphSet()
cff = font["CFF "].cff
outlines = cff.topDictIndex[0].CharStrings
drawn = {}
for glyph in font.getGlyphOrder():
    pen = T2CharStringPen(round(glyphs[glyph].width * k), glyphs)
    glyphs[glyph].draw(TransformPen(pen, Scale(k)))
    drawn[glyph] = pen
scale_upem(font, units)  # everything else: the widths, the metrics, the private dictionaries
for glyph, pen in drawn.items():
    old = outlines[glyph]
    private = old.private
    new = pen.getCharString(private, old.globalSubrs)
    program = new.program
    width = pen._width
    if width == private.defaultWidthX:
        program = program[1:]
    else:
        program = [width - private.nominalWidthX] + program[1:]
    old.program, old.bytecode = program, None
font.save(name)
