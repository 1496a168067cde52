import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'
import { leftOut } from './left-out/left-out.ts'
import { minified } from './minified.ts'

/** A slow machine is not worth a warning. */
const checks = { pluginTimings: false }

/** One HTML file, with everything in it: what `vmsee serve` hands out, and `vmsee export --html` fills. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [leftOut(), minified(), viteSingleFile({ removeViteModuleLoader: true })],
  worker: { format: 'iife', plugins: () => [...leftOut(), minified()], rolldownOptions: { checks } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The first with light-dark(), which would be spelt out for older ones.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // There is nothing to load beside the page.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { checks },
  },
})
