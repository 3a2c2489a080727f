import type { ServerResponse } from 'node:http';

/** Tabs that listen to what happens. */
export interface EventStream {
  /** Takes in a tab, which is told these events first, and gives its number. */
  join(response: ServerResponse, hello: (tab: number) => readonly ServerEvent[]): void;
  /** Tells every tab, or one. */
  tell(event: ServerEvent, tab?: number): void;
  /** The tabs that listen. */
  readonly tabs: ReadonlySet<number>;
  close(): void;
}

/** One thing that tabs are told. */
export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Opens a stream of server-sent events. */
export function openEventStream(left: (tab: number) => void): EventStream {
  const listeners = new Map<number, ServerResponse>();
  let count = 0;
  const write = (response: ServerResponse, { name, data }: ServerEvent): void => {
    // JSON has no line breaks of its own, which would end the event.
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    join(response, hello) {
      count += 1;
      const tab = count;
      listeners.set(tab, response);
      response.on('close', () => {
        listeners.delete(tab);
        left(tab);
      });
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 500\n\n');
      for (const event of hello(tab)) write(response, event);
    },
    tell(event, tab) {
      for (const [number, response] of listeners) if (tab === undefined || tab === number) write(response, event);
    },
    get tabs() {
      return new Set(listeners.keys());
    },
    close() {
      for (const response of listeners.values()) response.end();
      listeners.clear();
    },
  };
}
