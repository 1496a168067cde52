import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import { type AzureFile, importAzure } from '../../../src/scenario/azure/import-azure.ts'
import { isMapping } from '../../../src/scenario/read/sections.ts'

const folder = 'test/azure-imports'

/** The files of the cases that are imported, as values. */
const cases = readdirSync(folder)
  .filter((name) => !name.startsWith('refused'))
  .map((name) => ({
    name,
    files: readdirSync(`${folder}/${name}`)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => ({ file, value: valueIn(readFileSync(`${folder}/${name}/${file}`, 'utf8')) })),
  }))

function valueIn(text: string): unknown {
  return JSON.parse(text.replace(/^#.*/, ''))
}

type Change = (key: string, value: unknown) => readonly (readonly [string, unknown])[]

/** The same value with the entries of every mapping in it changed. */
function changed(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => changed(element, change))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => change(key, changed(inner, change))),
  )
}

/** What Azure keeps outside of `properties`; a list of resources is no resource. */
const heads = ['id', 'name', 'type', 'location', 'tags', 'etag', 'value']

/** The REST form of a flattened resource: everything but its head goes into `properties`. */
function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested)
  if (!isMapping(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, nested(inner)] as const)
  const inside = entries.filter(([key]) => !heads.includes(key))
  return Object.fromEntries([
    ...entries.filter(([key]) => heads.includes(key)),
    ...(inside.length === 0 ? [] : [['properties', Object.fromEntries(inside)]]),
  ])
}

function scenarioOf(
  files: readonly { readonly file: string; readonly value: unknown }[],
): string | undefined {
  return importAzure(
    files.map(({ file, value }): AzureFile => ({ file, text: JSON.stringify(value, undefined, 2) })),
  ).scenario
}

for (const { name, files } of cases) {
  test(`${name} gives the same scenario in the REST form`, (t) => {
    const rest = files.map(({ file, value }) => ({ file, value: nested(value) }))
    t.not(scenarioOf(files), undefined)
    t.is(scenarioOf(rest), scenarioOf(files))
  })

  test(`${name} gives the same scenario whatever the case of its keys`, (t) => {
    const upper = files.map(({ file, value }) => ({
      file,
      value: changed(value, (key, inner) => [[key.toUpperCase(), inner]]),
    }))
    t.is(scenarioOf(upper), scenarioOf(files))
  })

  test(`${name} gives the same scenario with nulls, blanks and keys that mean nothing here`, (t) => {
    const own = files.map(({ file, value }) => ({ file, value: changed(value, withoutRemarks) }))
    const padded = own.map(({ file, value }) => ({ file, value: changed(value, withPadding) }))
    t.is(scenarioOf(padded), scenarioOf(own))
  })
}

const remarks = ['sharedKey', 'lastModifiedBy']

function withoutRemarks(key: string, value: unknown): ReturnType<Change> {
  return remarks.includes(key) ? [] : [[key, value]]
}

function withPadding(key: string, value: unknown): ReturnType<Change> {
  const nothing =
    key === 'peeringType' ? remarks.map((name, index) => [name, index === 0 ? null : '  '] as const) : []
  return [[key, value], [`${key}Unknown`, 'x'], ...nothing]
}

test('whatever names, texts and values a circuit has, its import loads, or says where it is wrong', (t) => {
  const text = fc.oneof(fc.string(), fc.constantFrom('Amsterdam', 'a: b', '# x', '*****', '"', '\n  x: y'))
  const resource = fc.record(
    {
      name: text,
      id: text,
      type: fc.constantFrom(
        'Microsoft.Network/expressRouteCircuits',
        'microsoft.network/EXPRESSROUTECIRCUITS',
      ),
      provisioningState: text,
      sku: fc.record({ name: text, tier: fc.constantFrom('Standard', 'Premium', 'x: y'), family: text }),
      serviceProviderProperties: fc.record({
        serviceProviderName: text,
        peeringLocation: fc.oneof(fc.constant('Amsterdam'), text),
        bandwidthInMbps: fc.constantFrom(1000, '1000', 7, null),
      }),
      peerings: fc.array(
        fc.record(
          {
            peeringType: fc.constantFrom('AzurePrivatePeering', 'MicrosoftPeering', 'x'),
            vlanId: fc.constantFrom(100, 5000, '100', ''),
            peerASN: fc.constantFrom(65010, 12076, 'x'),
            primaryPeerAddressPrefix: fc.constantFrom('172.16.0.0/30', '172.16.0.0/29', 'fd00::/126', 'x'),
            secondaryPeerAddressPrefix: fc.constantFrom('172.16.0.4/30', '172.16.0.1/30', ''),
            state: fc.constantFrom('Enabled', 'Disabled', 3),
          },
          { requiredKeys: ['peeringType'] },
        ),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['type'] },
  )
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 3 }), (resources) => {
        const { scenario, issues } = importAzure([{ file: 'a.json', text: JSON.stringify(resources) }])
        const errors = issues.filter(({ issue }) => issue.level === 'error')
        assert.equal(scenario === undefined, errors.length > 0)
        for (const { issue } of issues) assert.ok(issue.line === 1 && issue.column > 0)
      }),
      { numRuns: 150 },
    ),
  )
})
