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
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Amsterdam', 'a: b', '# x', '*****', '"', '\n  x: y'),
  )
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

function network(id: string | undefined, addressPrefix: string): object {
  return {
    ...(id === undefined ? {} : { id: `/resourceGroups/${id}/virtualNetworks/hub` }),
    name: 'hub',
    addressSpace: { addressPrefixes: [addressPrefix] },
  }
}

const circuit = {
  name: 'er',
  sku: { name: 'Standard_MeteredData' },
  serviceProviderProperties: { peeringLocation: 'Amsterdam', bandwidthInMbps: 50 },
}

const gateway = {
  name: 'ergw',
  gatewayType: 'ExpressRoute',
  location: 'westeurope',
  sku: { name: 'ErGw1AZ' },
  ipConfigurations: [{ subnet: { id: '/resourceGroups/A/virtualNetworks/hub/subnets/GatewaySubnet' } }],
}

test('a gateway is in the network of its own resource group, or in the one of its name where the file has no id', (t) => {
  const spaceOf = (...networks: readonly object[]): string | undefined => {
    const scenario = scenarioOf([{ file: 'a.json', value: [circuit, gateway, ...networks] }])
    return /addressSpace: \[(.*)\]/.exec(scenario ?? '')?.[1]
  }
  t.is(spaceOf(network('b', '10.1.0.0/16'), network('a', '10.2.0.0/16')), '10.2.0.0/16')
  t.is(spaceOf(network(undefined, '10.3.0.0/16')), '10.3.0.0/16')
  t.is(spaceOf(network('b', '10.1.0.0/16')), undefined)
})

test('a scenario says which files it comes from, without their folders', (t) => {
  const text = JSON.stringify(circuit)
  const { scenario = '' } = importAzure([
    { file: 'a/b/circuit.json', text },
    { file: '-', text: '[]' },
  ])
  t.true(scenario.startsWith('# Written by vmsee import, from circuit.json, standard input.\n'), scenario)
})

test('a name that no line of a scenario can hold does not become one', (t) => {
  const name = 'er\\n  x: 1\\u0007\\u0085\\ufffd\\u2028#'
  const text = JSON.stringify({ ...circuit, name: 'NAME' }).replace('NAME', name)
  const scenario = importAzure([{ file: 'a\nb.json', text }]).scenario ?? ''
  t.true(scenario.includes('\ntitle: "er   x: 1    #, as Azure has it"\n'), scenario)
  t.true(scenario.includes('\n    # In Azure: er   x: 1    #\n'), scenario)
  t.true(scenario.startsWith('# Written by vmsee import, from a b.json.\n'))
})
