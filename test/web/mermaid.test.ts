import test from 'ava'
import type { LadderRow } from '../../src/web/view/ladder.ts'
import { mermaidText } from '../../src/web/view/mermaid.ts'
import { Visitor } from '../support/visitor.ts'

/** The lines of a sequence diagram that Mermaid reads, as far as they are used here: no text has `;` or `#` in it. */
const known: readonly RegExp[] = [
  /^sequenceDiagram$/,
  /^ {2}participant n\d+ as [\w.-]+$/,
  /^ {2}n\d+(?:->>|-x)n\d+: [^;#\n]+$/,
  /^ {2}Note over n\d+,n\d+: [\d,]+ KEEPALIVEs?$/,
]

function textOf(file: string): readonly string[] {
  const visitor = new Visitor(file).lookAhead()
  const { ladder } = visitor.seconds(1e6).told('moment')
  const { nodes } = visitor.told('opened').plan
  return mermaidText(
    ladder,
    nodes.map(({ name }) => name),
  )
    .trimEnd()
    .split('\n')
}

for (const file of [
  'failover/primary-silent-cut.yaml',
  'conformance/ipv6-over-ipv6.yaml',
  'graceful-restart/control-plane-restarts.yaml',
  'conformance/large-community-policy.yaml',
]) {
  test(`every line is one of a sequence diagram: ${file}`, (t) => {
    const lines = textOf(file)
    t.deepEqual(
      lines.filter((line) => !known.some((form) => form.test(line))),
      [],
    )
    t.true(lines.some((line) => line.includes('->>')))
  })
}

test('addresses of IPv6 stay as they are, and a message that never arrives ends in a cross', (t) => {
  t.true(textOf('conformance/ipv6-over-ipv6.yaml').some((line) => /2001:db8:|fd00:/.test(line)))
  t.true(textOf('failover/primary-silent-cut.yaml').some((line) => /-x.*NOTIFICATION 4\/0/.test(line)))
})

test('what a text of Mermaid may not have is left out', (t) => {
  const row: LadderRow = {
    ...{ kind: 'message', seq: 1, session: 's', from: 'a', to: 'b', shape: 'talk' },
    ...{ words: 'one; #two: three', sentAt: 1_500_000, receivedAt: undefined },
  }
  t.is(
    mermaidText([row], ['a', 'b']),
    'sequenceDiagram\n  participant n0 as a\n  participant n1 as b\n  n0-xn1: +1.500000 one   two: three\n',
  )
})
