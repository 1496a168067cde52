import test from 'ava'
import { runRecorded, scenarioIn } from '../../support/run-file.ts'

for (const { file, rule } of [
  { file: 'microsoft-peering/documentation-asn-behind.yaml', rule: 'B3' },
  { file: 'internet/default-route-on-private-peering.yaml', rule: 'C9' },
]) {
  test(`${file}: what no line of the file shows is told once for each session, and not as an assumption`, (t) => {
    const { warnings } = runRecorded(scenarioIn(file)).result
    const met = warnings.filter((warning) => warning.rule === rule)
    t.deepEqual(
      met.map(({ line, assumption }) => ({ line, assumption })),
      [
        { line: undefined, assumption: false },
        { line: undefined, assumption: false },
      ],
    )
  })
}
