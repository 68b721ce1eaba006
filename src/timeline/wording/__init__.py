"""Text to expression trees and back: lexicon, grammar, EDTF, rendering."""
