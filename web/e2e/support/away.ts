import type { Page } from 'playwright-core';

// A browser that keeps its notifications to itself, and a page that can be out of sight.

declare global {
  interface Window {
    away: { hidden: boolean; shown: { title: string; body: string; click: () => void }[] };
  }
}

/** From the next load on. `permission`: what the person answers when the browser asks. */
export const watchNotifications = (page: Page, permission: NotificationPermission): Promise<unknown> =>
  page.addInitScript((answer) => {
    window.away = { hidden: false, shown: [] };
    Object.defineProperty(document, 'hidden', { get: () => window.away.hidden });
    class Shown extends EventTarget {
      static permission: NotificationPermission = 'default';
      static async requestPermission(): Promise<NotificationPermission> {
        Shown.permission = answer;
        return answer;
      }
      constructor(title: string, { body = '' }: NotificationOptions = {}) {
        super();
        window.away.shown.push({ title, body, click: () => this.dispatchEvent(new Event('click')) });
      }
      close(): void {}
    }
    Object.defineProperty(window, 'Notification', { value: Shown });
  }, permission);

export const hide = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    window.away.hidden = value;
  }, hidden);

/** All notifications so far. */
export const notifications = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.away.shown.map(({ title, body }) => `${title}: ${body}`));

export const clickNotification = (page: Page, index: number): Promise<void> =>
  page.evaluate((at) => window.away.shown[at]?.click(), index);
