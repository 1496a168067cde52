import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { Paths } from '../../../src/bgp/rib/paths.ts'
import { absent } from '../../../src/net/prefix-table.ts'

/** The slow twin: one entry a path, looked for one by one. */
type Twin = Map<string, { prefix: number; source: number; received: number; accepted: number }>

const [prefixes, sources] = [6, 4]

function candidatesIn(paths: Paths, prefix: number): readonly unknown[] {
  const found: unknown[] = []
  for (let path = paths.first(prefix); path !== absent; path = paths.next(path)) {
    found.push({
      prefix,
      source: paths.source(path),
      received: paths.received(path),
      accepted: paths.accepted(path),
    })
  }
  return found
}

function checkAlike(paths: Paths, twin: Twin): void {
  const all = [...twin.values()]
  const accepted = (prefix: number): readonly string[] =>
    all
      .filter((path) => path.prefix === prefix)
      .sort((a, b) => a.source - b.source)
      .map((path) => `${path.source} ${path.accepted}`)
  for (let prefix = 0; prefix < prefixes; prefix++) {
    const wanted = all.filter((path) => path.prefix === prefix).sort((a, b) => a.source - b.source)
    assert.deepEqual(candidatesIn(paths, prefix), wanted)
    const isAlike = accepted(prefix).join() === accepted(0).join()
    assert.equal(paths.alike(prefix, 0), isAlike)
  }
  for (let source = 0; source < sources; source++) {
    const wanted = all.filter((path) => path.source === source).map(({ prefix }) => prefix)
    assert.deepEqual([...paths.prefixesOf(source)], wanted)
    assert.equal(paths.count(source), wanted.length)
  }
}

test('after any history the paths are those of a list, from both sides', (t) => {
  const step = fc.record({
    kind: fc.constantFrom('set', 'set', 'delete'),
    prefix: fc.nat(prefixes - 1),
    source: fc.nat(sources - 1),
    received: fc.nat(3),
    accepted: fc.integer({ min: absent, max: 2 }),
  })
  const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const paths = new Paths()
    const twin: Twin = new Map()
    for (const { kind, ...path } of steps) {
      const name = `${path.prefix} ${path.source}`
      const wasThere = twin.has(name)
      if (kind === 'set') {
        assert.equal(paths.set(path.prefix, path.source, path.received, path.accepted), !wasThere)
        const known = twin.get(name)
        if (known === undefined) twin.set(name, path)
        else Object.assign(known, path)
      } else {
        assert.equal(paths.delete(path.prefix, path.source), wasThere)
        twin.delete(name)
      }
      checkAlike(paths, twin)
    }
  })
  t.notThrows(() => fc.assert(property))
})

test('a source is walked while its paths are taken away', (t) => {
  const paths = new Paths()
  for (const prefix of [5, 2, 9]) for (const source of [1, 2]) paths.set(prefix, source, 0, 0)
  const seen: number[] = []
  for (const prefix of paths.prefixesOf(1)) {
    seen.push(prefix)
    paths.delete(prefix, 1)
  }
  t.deepEqual(seen, [5, 2, 9])
  t.is(paths.count(1), 0)
  t.deepEqual([...paths.prefixesOf(2)], [5, 2, 9])
})
