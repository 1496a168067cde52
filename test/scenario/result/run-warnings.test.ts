import test from 'ava'
import type { Scenario } from '../../../src/scenario/scenario.ts'
import { runRecorded, scenarioIn } from '../../support/run-file.ts'

/** What stands in the file from the place on, to the end of the line. */
function textAt({ source }: Scenario, place: { line: number; column: number } | undefined): string {
  return place === undefined ? '' : (source.split('\n')[place.line - 1] ?? '').slice(place.column - 1)
}

const rows: readonly { readonly file: string; readonly rule: string; readonly at: readonly string[] }[] = [
  {
    file: 'microsoft-peering/documentation-asn-behind.yaml',
    rule: 'B3',
    at: [
      '{ circuit: er-washington, path: primary, peering: microsoft } }',
      '{ circuit: er-washington, path: secondary, peering: microsoft } }',
    ],
  },
  {
    file: 'internet/default-route-on-private-peering.yaml',
    rule: 'C9',
    at: [
      '{ circuit: er-amsterdam, path: primary, export: &private [{ match: { prefixes: [0.0.0.0/0, 10.1.0.0/16] }, accept: true }, { reject: true }] } }',
      '{ circuit: er-amsterdam, path: secondary, export: *private } }',
    ],
  },
  {
    file: 'limits/leak-on-both-links.yaml',
    rule: 'C7',
    at: ['{ circuit: er-amsterdam, path: primary } }', '{ circuit: er-amsterdam, path: secondary } }'],
  },
  { file: 'limits/1001-address-spaces.yaml', rule: 'C8', at: Array(4).fill('vnet-hub:') },
  { file: 'microsoft-peering/validation-needed.yaml', rule: 'C4', at: Array(2).fill('microsoft:') },
  {
    file: 'life-cycle/from-order-to-removal.yaml',
    rule: 'D8',
    at: ['{ at: linked + 5m, delete: er-amsterdam, label: refused }'],
  },
]

for (const { file, rule, at } of rows) {
  test(`${file}: what the run meets of ${rule} is told where the file has what it is about`, (t) => {
    const scenario = scenarioIn(file)
    const met = runRecorded(scenario).result.warnings.filter(
      (warning) =>
        warning.rule === rule && !scenario.warnings.some(({ message }) => message === warning.text),
    )
    t.deepEqual(
      met.map(({ place }) => textAt(scenario, place)),
      at,
    )
    t.true(met.every(({ assumption }) => !assumption))
  })
}
