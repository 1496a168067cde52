import { readFileSync } from 'node:fs'
import test from 'ava'
import { countText } from '../../src/expressroute/rules/count-text.ts'
import { parseScenario, readScenario } from '../../src/scenario/parse.ts'

const passesAll = '[{ accept: true }]'

for (const { file, rule, what, from, to, isMet } of [
  {
    file: 'c11-broken',
    rule: 'C11',
    what: 'a policy that knows what came from an MSEE by the community that it set',
    from: `export: &own ${passesAll}`,
    to: 'import: [{ set: { addCommunity: "65010:1" } }]\n    export: &own [{ match: { community: "65010:1" }, reject: true }]',
    isMet: false,
  },
  {
    file: 'c11-broken',
    rule: 'C11',
    what: 'a policy that rejects what one of the MSEEs tells',
    from: `export: &own ${passesAll}`,
    to: 'import: [{ match: { from: er-amsterdam.msee1 }, reject: true }]\n    export: &own [{ match: { from: er-london.msee1 }, reject: true }]',
    isMet: false,
  },
  {
    file: 'c11-broken',
    rule: 'C11',
    what: 'a policy that keeps back one MSEE of the two',
    from: `export: &own ${passesAll}`,
    to: 'export: &own [{ match: { from: er-london.msee1 }, reject: true }]',
    isMet: true,
  },
  {
    file: 'c11-broken',
    rule: 'C11',
    what: 'a maker whose routers tell nobody of a route with his own AS in its path',
    from: 'circuits:',
    to: 'defaults: { profile: gobgp }\n\ncircuits:',
    isMet: false,
  },
  {
    file: 'c12-kept',
    rule: 'C11',
    what: 'one link, and a maker whose routers send everything back',
    from: 'circuits:',
    to: 'defaults: { profile: frr }\n\ncircuits:',
    isMet: true,
  },
  {
    file: 'c6-broken',
    rule: 'C6',
    what: 'an edge that keeps the prefix from the Internet',
    from: '- { between: [internet-edge, provider] }',
    to: '- { between: [internet-edge, provider], ends: { internet-edge: { export: [{ reject: true }] } } }',
    isMet: false,
  },
  {
    file: 'c6-kept',
    rule: 'C6',
    what: 'a provider who has the prefix itself',
    from: 'provider: { asn: 65550,',
    to: 'provider: { asn: 65550, advertise: [198.51.100.0/24],',
    isMet: true,
  },
  {
    file: 'c12-broken',
    rule: 'C12',
    what: 'a branch behind the edges, whose routes they pass on',
    from: 'virtualNetworks:',
    to: '  branch: { asn: 65020, advertise: [10.9.0.0/16] }\n\nsessions: [{ between: [ce1, branch] }, { between: [ce2, branch] }]\n\nvirtualNetworks:',
    isMet: false,
  },
  {
    file: 'c12-broken',
    rule: 'C12',
    what: 'prefixes that the timeline announces',
    from: '  - { when: converged, label: steady }',
    to: '  - { at: 1s, announce: { at: ce1, prefixes: [10.1.0.0/16] } }',
    isMet: false,
  },
]) {
  test(`${what}: ${rule} is ${isMet ? '' : 'not '}reported of ce1`, (t) => {
    const text = readFileSync(`test/rules/${file}.yaml`, 'utf8')
    const { issues } = readScenario(text.replace(from, to), file)
    t.true(text.includes(from))
    t.deepEqual(
      issues.filter(({ level }) => level === 'error'),
      [],
    )
    t.is(
      issues.some((issue) => issue.rule === rule && issue.path[1] === 'ce1'),
      isMet,
    )
  })
}

for (const { file, profile, used } of [
  { file: 'limits/echoed-prefixes', profile: 'frr', used: ['4,001', '4,000'] },
  { file: 'limits/echoed-prefixes', profile: 'bird', used: ['4,000', '4,000'] },
  {
    file: 'limits/microsoft-prefixes-in-private-peering',
    profile: undefined,
    used: ['3,993', '1', '3,993', '1'],
  },
  // Either of the two sessions has one more, and which of them is decided in the run.
  { file: 'redundancy/one-router-for-both-links', profile: undefined, used: ['1', '1'] },
]) {
  test(`${file}${profile === undefined ? '' : ` as ${profile}`}: what routers send back to Azure counts where it is sure`, (t) => {
    const text = readFileSync(`sim-scenarios/${file}.yaml`, 'utf8')
    const { usage } = parseScenario(text.replaceAll('profile: frr', `profile: ${profile}`), file)
    t.deepEqual(
      usage.filter(({ rule }) => rule === 'C7').map((one) => countText(one.used)),
      used,
    )
  })
}
