import { basename, join, resolve } from 'node:path'
import { type LoadedScenario, loadScenario } from '../../scenario/load.ts'
import { packagedLessons } from '../learn/lesson-files.ts'
import { packageFolder } from '../package-files.ts'
import { UsageError } from '../usage-error.ts'

/** A scenario as the page has it to choose: `file` is what it is called there, once in a page. */
export interface ShelvedScenario extends Pick<LoadedScenario, 'file' | 'text' | 'prefixFiles'> {
  readonly title: string
}

/** A file that the page can show, and what it is called there. */
export interface ShelvedFile {
  readonly path: string
  readonly name: string
}

const flagship: ShelvedFile = {
  path: join(packageFolder, 'sim-scenarios', 'failover', 'primary-silent-cut.yaml'),
  name: 'failover/primary-silent-cut.yaml',
}

/** The file named, if one is, and what there is to learn from in the package. */
export function servedFiles(file: string | undefined): readonly ShelvedFile[] {
  const lessons = packagedLessons().map(({ name, file: path }) => ({ path, name: `lessons/${name}.yaml` }))
  const packaged = [...lessons, flagship]
  if (file === undefined) return packaged
  return [{ path: file, name: file }, ...packaged.filter(({ path }) => resolve(path) !== resolve(file))]
}

/** Without the folders in which they lie, which are nobody's business who gets the page. */
export function exportedFiles(files: readonly string[]): readonly ShelvedFile[] {
  const shelf = files.map((path) => ({ path, name: basename(path) }))
  for (const [index, { name }] of shelf.entries()) {
    if (shelf.findIndex((other) => other.name === name) < index)
      throw new UsageError(`two of the files are called ${name}: the page could not tell them apart`)
  }
  return shelf
}

export function shelved({ name }: ShelvedFile, loaded: LoadedScenario): ShelvedScenario {
  const { scenario, text, prefixFiles } = loaded
  return { title: scenario?.title ?? name, file: name, text, prefixFiles }
}

export function loadShelved(file: ShelvedFile): ShelvedScenario {
  return shelved(file, loadScenario(file.path))
}
