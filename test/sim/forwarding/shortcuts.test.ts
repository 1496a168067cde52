import test from 'ava'
import { unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { towards } from '../../../src/sim/forwarding/forwarding-table.ts'
import { type Shortcut, Shortcuts } from '../../../src/sim/forwarding/shortcuts.ts'
import { packedByFamily } from '../../support/simulation-lab.ts'

const toHosts: Shortcut = {
  prefixes: packedByFamily(['10.200.0.0/16', '10.201.0.0/16']),
  past: ['gw0', 'gw1'],
  to: 'hosts',
  link: 'msee-hosts',
}

/** Each group as `10.200.0.0/16 via hosts`. */
function split(
  shortcuts: readonly Shortcut[],
  prefixes: readonly string[],
  ...via: readonly string[]
): readonly string[] {
  const [packed] = packedByFamily(prefixes)
  if (packed === undefined) throw new Error('no prefixes')
  const nextHops = via.map((node) => towards(node, `msee-${node}`))
  return new Shortcuts(shortcuts).split(packed, nextHops).map(([some, ways]) => {
    const nodes = ways.map((way) => (way.kind === 'via' ? `via ${way.node}` : way.kind))
    return `${unpackPrefixes(some).map(formatPrefix).join(' ')} ${nodes.join(' ')}`
  })
}

test('without shortcuts all prefixes go on together as their route says', (t) => {
  t.deepEqual(split([], ['10.200.0.0/16', '10.9.0.0/16'], 'gw0'), ['10.200.0.0/16 10.9.0.0/16 via gw0'])
})

test('a shortcut takes its own prefixes past the neighbours that it names, and no others', (t) => {
  t.deepEqual(split([toHosts], ['10.200.0.0/16', '10.9.0.0/16', '10.201.0.0/16'], 'gw0', 'gw1'), [
    '10.200.0.0/16 10.201.0.0/16 via hosts via hosts',
    '10.9.0.0/16 via gw0 via gw1',
  ])
})

test('a route to somebody else is followed, and so is that of a longer prefix', (t) => {
  t.deepEqual(split([toHosts], ['10.200.0.0/16'], 'ce'), ['10.200.0.0/16 via ce'])
  t.deepEqual(split([toHosts], ['10.200.1.0/24'], 'gw0'), ['10.200.1.0/24 via gw0'])
})
