import assert from 'node:assert/strict'
import type { BinaryTrie } from '../../bench/tables/binary-trie.ts'
import { prefixBits } from './slow-prefix-table.ts'

/** The invariants of the trie: entries in order and counted, and not a node more than they need. */
export function checkTrie(trie: BinaryTrie): void {
  const held = Array.from(trie.entries(), ({ key }) => prefixBits(trie.family, key, 0))
  assert.deepEqual(held, [...new Set(held)].sort(), 'entries come once, in address order')
  assert.equal(trie.size, held.length, 'the size is the number of entries')
  const beginnings = new Set(held.flatMap((bits) => Array.from(bits, (_, end) => bits.slice(0, end + 1))))
  assert.equal(
    trie.nodes.used,
    1 + beginnings.size,
    'the nodes are the root and the beginnings of the prefixes',
  )
}
