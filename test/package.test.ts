import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-package-'))

test.after.always(() => rmSync(folder, { recursive: true }))

/** Nothing where the program is content, and else what it says. */
function complaints(program: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
}

test('publint and attw find nothing wrong with the packed package', (t) => {
  // No scripts: dist is built, and other tests run from it.
  t.is(complaints('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder), '')
  const [packed = ''] = readdirSync(folder).map((name) => join(folder, name))
  t.is(complaints('npx', '--no-install', 'publint', packed, '--strict'), '')
  t.is(complaints('npx', '--no-install', 'attw', packed, '--profile', 'esm-only'), '')
})
