/* memory.mjs - what lives in this process, after the collector has run: heap, byte buffers, and every WebAssembly
 * memory of the modules that are loaded after this one. Needs node --expose-gc. */
const memories = []
const { Instance, instantiate } = WebAssembly

function remember(instance) {
  for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.push(value)
  return instance
}

WebAssembly.Instance = function (...given) {
  return remember(new Instance(...given))
}
WebAssembly.Instance.prototype = Instance.prototype
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given)
  remember(made.instance ?? made)
  return made
}

export function memoryBytes() {
  for (let i = 0; i < 3; i++) globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, heapUsed + arrayBuffers)
}
