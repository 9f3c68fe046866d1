// Stands in for the demo model until its scenes are written.
import { LLMock } from '@copilotkit/aimock';

export async function startDemoModel(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const mock = new LLMock({ port, host: '127.0.0.1' });
  mock.onMessage(/[\s\S]*/, { content: 'I can only play these scenes.' });
  await mock.start();
  return { url: mock.url, stop: () => mock.stop() };
}
