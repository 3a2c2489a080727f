/** Asks the server for something; what goes wrong on the way is an answer too. */
export async function askServer(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lifecycle': '1' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return (await answer.json()) as Readonly<Record<string, unknown>>;
    return { problem: await answer.text() };
  } catch {
    return { problem: 'lifecycle dev does not answer: is it still running?' };
  }
}
