import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import { profiles } from '../../src/bgp/profiles.ts'
import { bird } from '../../src/live/daemons/bird/bird.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { frr } from '../../src/live/daemons/frr/frr.ts'
import { routerSetups } from '../../src/live/daemons/router-setup.ts'
import { isDecided } from '../../src/live/generated/decided.ts'
import { drawSketch } from '../../src/live/generated/draw-sketch.ts'
import { shrink } from '../../src/live/generated/shrink.ts'
import type { Sketch } from '../../src/live/generated/sketch.ts'
import { sketchText } from '../../src/live/generated/sketch-text.ts'
import { smallerSketches } from '../../src/live/generated/smaller-sketches.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import { scenarioFrom } from '../support/lab-scenario.ts'

const seeds = Array.from({ length: 400 }, (_, seed) => seed)
const texts = seeds.map((seed) => sketchText(drawSketch(seed)))
const anySeed = fc.integer({ min: 0, max: 0xffffffff })

function issuesIn(text: string): readonly string[] {
  return readScenario(text, 'drawn.yaml').issues.map(({ message }) => message)
}

function issuesOf(sketch: Sketch): readonly string[] {
  return issuesIn(sketchText(sketch))
}

test('whatever the seed, what is drawn is a scenario without an issue', (t) => {
  const faulty = texts.flatMap((text, seed) => issuesIn(text).map((issue) => `seed ${seed}: ${issue}`))
  t.deepEqual(faulty, [])
  t.notThrows(() =>
    fc.assert(fc.property(anySeed, (seed) => assert.deepEqual(issuesOf(drawSketch(seed)), []))),
  )
})

test('a seed draws the same text every time, and no other seed draws it', (t) => {
  t.deepEqual(
    texts,
    seeds.map((seed) => sketchText(drawSketch(seed))),
  )
  const bodies = texts.map((text) => text.replace(/^title: .*$/m, ''))
  t.is(new Set(bodies).size, seeds.length)
})

test('what is drawn is small, and every daemon has words for it', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { routers, sessions, deeds } = drawSketch(seed)
        const within = (count: number, low: number, high: number, what: string): void =>
          assert.ok(count >= low && count <= high, `${count} ${what}`)
        within(routers.length, 2, 6, 'routers')
        within(new Set(routers.map(({ asn }) => asn)).size, 1, 4, 'ASes')
        within(new Set(routers.flatMap(({ advertise }) => advertise)).size, 1, 8, 'prefixes')
        within(deeds.length, 0, 4, 'deeds')
        for (const { name } of routers) {
          within(sessions.filter(({ between }) => between.includes(name)).length, 1, 3, `sessions of ${name}`)
        }
        const setups = routerSetups(
          conformancePlan(scenarioFrom(sketchText(drawSketch(seed))), profiles.bird),
        )
        for (const daemon of [bird, frr]) assert.deepEqual(setups.flatMap(daemon.unsupported), [])
      }),
    ),
  )
})

const drawnSometimes: readonly RegExp[] = [
  /families: \[ipv4\]/,
  /families: \[ipv6\]/,
  /families: \[ipv4, ipv6\]/,
  /bgpIdentifier: /,
  /routeReflectorClient: /,
  /nextHopSelf: true/,
  /nextHopSelf: all/,
  /weight: /,
  /allowOwnAsn: /,
  /removePrivateAsns: /,
  /prefixLimit: /,
  /prefixes: \[\S+ ge \d+ le \d+/,
  /asPath: "\^\$"/,
  /asPath: "\^\d+_\d+_"/,
  /from: local/,
  /reject: true/,
  /accept: true/,
  /localPref: /,
  /med: /,
  /prepend: /,
  /origin: /,
  /community: no-export/,
  /addCommunity: \[.*"\d+:\d+:\d+"/,
  /removeCommunity: /,
  /announce: /,
  /withdraw: /,
  /shut: .*for: 30s/,
  /clear: /,
  /cut: .*silently: true/,
]

for (const pattern of drawnSometimes) {
  test(`some seeds draw, and some do not, ${pattern}`, (t) => {
    const drawn = texts.filter((text) => pattern.test(text))
    t.true(drawn.length > 5 && drawn.length < seeds.length, `${drawn.length} of ${seeds.length}`)
  })
}

/** RFC 4264 §3: each of two prefers the way through the other, and either can have it. */
const disagree = `
version: 1
title: DISAGREE
until: 60s
defaults: { latency: 20ms }
routers:
  origin: { asn: 65001, advertise: [10.1.0.0/16] }
  a: { asn: 65002 }
  b: { asn: 65003 }
sessions:
  - { between: [origin, a] }
  - { between: [origin, b] }
  - between: [a, b]
    ends: { a: { import: [{ set: { localPref: 200 } }] }, b: { import: [{ set: { localPref: 200 } }] } }
timeline:
  - { when: converged, label: steady }
`

/** And with three in a ring each of whom prefers the next, nobody rests. */
const badGadget = `
version: 1
title: BAD GADGET
until: 60s
defaults: { latency: 20ms }
routers:
  origin: { asn: 65001, advertise: [10.1.0.0/16] }
  a: { asn: 65002 }
  b: { asn: 65003 }
  c: { asn: 65004 }
sessions:
  - { between: [origin, a] }
  - { between: [origin, b] }
  - { between: [origin, c] }
  - { between: [a, b], ends: { a: { import: [{ match: { asPath: "^65003_65001$" }, set: { localPref: 200 } }, { reject: true }] } } }
  - { between: [b, c], ends: { b: { import: [{ match: { asPath: "^65004_65001$" }, set: { localPref: 200 } }, { reject: true }] } } }
  - { between: [c, a], ends: { c: { import: [{ match: { asPath: "^65002_65001$" }, set: { localPref: 200 } }, { reject: true }] } } }
timeline:
  - { when: converged, label: steady }
`

test('a network with two states to rest in is not decided, and one that never rests is not', (t) => {
  t.false(isDecided(scenarioFrom(disagree), bird))
  t.false(isDecided(scenarioFrom(badGadget), bird))
  t.true(isDecided(scenarioFrom(disagree.replace('a: { import', 'a: { export')), bird))
})

test('where a daemon is known to take the wrong route, a network is left out for that daemon alone', (t) => {
  const text = readFileSync('sim-scenarios/conformance/med-and-another-neighbour.yaml', 'utf8')
  t.false(isDecided(scenarioFrom(text), bird))
  t.true(isDecided(scenarioFrom(text), frr))
  t.true(isDecided(scenarioFrom(text.replace('med: 10', 'prepend: 1')), bird))
  t.true(isDecided(scenarioFrom(text.replace('withdraw: { at: c', 'withdraw: { at: e')), bird))
})

/** A limit of one, and two prefixes or three. */
const limited = (advertise: string): string => `
version: 1
title: A limit that is exceeded
until: 60s
routers:
  a: { asn: 65001, advertise: [${advertise}] }
  r: { asn: 65010 }
sessions: [{ between: [a, r], ends: { r: { prefixLimit: { maximum: 1 } } } }]
timeline:
  - { when: established, label: steady }
`

test('where one route more than a limit stands until another UPDATE comes, nothing is decided; two more decide', (t) => {
  const [one, two, three] = [
    '10.1.0.0/16',
    '10.1.0.0/16, 10.2.0.0/16',
    '10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16',
  ].map((advertise) => scenarioFrom(limited(advertise)))
  if (one === undefined || two === undefined || three === undefined) throw new Error('three scenarios')
  t.true(isDecided(one, frr))
  t.false(isDecided(two, frr))
  t.true(isDecided(two, bird))
  t.true(isDecided(three, frr))
})

test('a smaller sketch is a scenario too, with a shorter text', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anySeed, (seed) => {
        const sketch = drawSketch(seed)
        const { length } = sketchText(sketch)
        for (const smaller of smallerSketches(sketch)) {
          assert.deepEqual(issuesOf(smaller), [])
          assert.ok(sketchText(smaller).length < length, sketchText(smaller))
        }
      }),
      { numRuns: 20 },
    ),
  )
})

const culprits: readonly { readonly what: string; readonly holds: (text: string) => boolean }[] = [
  { what: 'a policy that prepends', holds: (text) => /prepend: /.test(text) },
  { what: 'a reflector whose session is cleared', holds: (text) => /Client: (?:.|\n)*clear: /.test(text) },
  { what: 'two routers that announce', holds: (text) => (text.match(/advertise: /g) ?? []).length >= 2 },
]

for (const { what, holds } of culprits) {
  test(`of what is drawn nothing is left but ${what}`, async (t) => {
    const start = seeds
      .map(drawSketch)
      .find((sketch) => sketch.routers.length > 4 && holds(sketchText(sketch)))
    if (start === undefined) throw new Error('no seed draws it')
    const question = async (sketch: Sketch): Promise<boolean> => holds(sketchText(sketch))
    const { sketch, isSmallest } = await shrink(start, question, 1000)
    t.true(isSmallest)
    t.true(holds(sketchText(sketch)))
    t.deepEqual(
      smallerSketches(sketch)
        .map((smaller) => sketchText(smaller))
        .filter(holds),
      [],
    )
    t.true(sketch.routers.length <= 2)
  })
}

test('after so many tries what is left is told, smallest or not', async (t) => {
  const asked: string[] = []
  const told: string[] = []
  const question = async (sketch: Sketch): Promise<boolean> => {
    asked.push(sketchText(sketch))
    return asked.length === 2
  }
  const shrunk = await shrink(drawSketch(1), question, 3, (tries, sketch) => {
    told.push(`${tries} ${sketchText(sketch)}`)
  })
  t.is(new Set(asked).size, 3)
  t.deepEqual([shrunk.tries, shrunk.isSmallest, sketchText(shrunk.sketch)], [3, false, asked[1]])
  t.deepEqual(told, [`1 ${sketchText(drawSketch(1))}`, `2 ${asked[1]}`, `3 ${asked[1]}`])
})
