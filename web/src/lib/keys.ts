const isMac = /mac|iphone|ipad/iu.test(navigator.userAgent);

/** The key that browsers on this system have for commands, as it is printed on the keyboard. */
export const commandKey = isMac ? '⌘' : 'Ctrl';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether this is the command key together with another one, and nothing else. */
export const isCommand = ({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, wanted: string): boolean =>
  (isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey && key.toLowerCase() === wanted;

/** Where what is typed is text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]'));
