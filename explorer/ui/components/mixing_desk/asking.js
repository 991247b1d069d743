// Asks the server what moved faders come to, without a run of the page (explorer/ui/scores/answer.py).

// Below the address of the app, whose pages are one step below it, too.
const PATH = "answers/desk";

// The answer's bytes to [visit, turn, layer, [[channel, gain], …]]; null where only a run of the page can answer.
export async function answerTo(question) {
  try {
    const answer = await fetch(new URL(PATH, document.baseURI), { method: "POST", body: JSON.stringify(question) });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null; // nobody there
  }
}
