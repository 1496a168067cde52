import test from 'ava'
import { formatBfdPeers } from '../../../src/report/show/show-bfd.ts'
import type { BfdResult } from '../../../src/scenario/result/run-result.ts'
import { runRecorded, scenarioIn } from '../../support/run-file.ts'
import { neighbor, router } from '../../support/run-result.ts'

const bfd = (state: BfdResult['state']): BfdResult => ({
  state,
  localDiscriminator: 7,
  diagnostic: 'No Diagnostic',
  detectionMilliseconds: 900,
})

for (const { state, word } of [
  { state: 'Up', word: 'up' },
  { state: 'Down', word: 'down' },
  { state: 'Init', word: 'init' },
  { state: 'AdminDown', word: 'shutdown' },
] as const) {
  test(`a session that is ${state} is ${word}, in the columns of FRR`, (t) => {
    t.is(
      formatBfdPeers(router({ neighbors: [neighbor({ bfd: bfd(state) }), neighbor()] })),
      [
        'Session count: 1',
        'SessionId  LocalAddress                             PeerAddress                             Status',
        '=========  ============                             ===========                             ======',
        `7          10.10.10.10                              10.10.10.11                             ${word}`,
        '',
      ].join('\n'),
    )
  })
}

test('a run says of every neighbour how BFD stands, and that one is Down whose far end has none', (t) => {
  const { result } = runRecorded(scenarioIn('bfd/one-end-only.yaml'))
  const ends = result.routers.flatMap(({ name, neighbors }) =>
    neighbors.flatMap(({ remote, bfd: end }) =>
      end === undefined ? [] : [`${name} ${remote} ${end.state} ${end.detectionMilliseconds}`],
    ),
  )
  t.deepEqual(ends, [
    'ce2 er-amsterdam.msee2 Up 900',
    'er-amsterdam.msee1 ce1 Down undefined',
    'er-amsterdam.msee2 ce2 Up 900',
  ])
})
