/* y-websocket.mjs - @y/websocket-server's own server with its LevelDB store, on 127.0.0.1: PORT FOLDER. */
const [port, folder] = process.argv.slice(2)
Object.assign(process.env, { HOST: '127.0.0.1', PORT: port, YPERSISTENCE: folder })
await import(new URL('../node_modules/@y/websocket-server/src/server.js', import.meta.url))
