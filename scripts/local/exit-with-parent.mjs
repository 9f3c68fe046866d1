// Loaded into the Firebase CLI before its own code. The CLI hears of Ctrl-C through the start script; should that
// script be killed without being able to say so, the channel between the two closes, and the CLI shuts down
// cleanly as well: data saved, no emulator left on its port.
import process from 'node:process';

process.once('disconnect', () => process.kill(process.pid, 'SIGINT'));
process.channel?.unref();
