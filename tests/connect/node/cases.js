// Cases for the client that Delighted published for Node. Arguments: where it lies, port, key. One line of JSON a case.
'use strict';

const [, , where, port, key] = process.argv;
const Delighted = require(where);
const assert = require('assert');

const options = { host: '127.0.0.1', port: Number(port), scheme: 'http' };
const api = Delighted(key, options);
const stranger = Delighted('abc123', options);
let number = Date.now();
const address = () => `node${number++}@example.com`;
const now = () => Math.floor(Date.now() / 1000);

const later = (thenable) => new Promise((resolve, reject) => thenable.then(resolve, reject));
const fails = async (thenable, kind) => {
  try {
    await later(thenable);
  } catch (error) {
    assert.strictEqual(error.type, kind);
    return error;
  }
  throw new Error('It was not refused.');
};

async function tried(name, run) {
  try {
    await run();
    console.log(JSON.stringify({ name, ok: true }));
  } catch (error) {
    console.log(JSON.stringify({ name, ok: false, why: String(error && (error.stack || error.message)) }));
  }
}

async function everything(list, opts) {
  const found = [];
  await later(list.autoPagingEach((each) => { found.push(each); }, opts));
  return found;
}

const unasked = (said) => later(api.person.create(Object.assign({ email: address(), send: false }, said)));

async function main() {
  await tried('a person is kept and asked', async () => {
    const email = address();
    const person = await later(api.person.create({ email, name: 'Aino', delay: 60, properties: { Plan: 'pro' } }));
    assert.strictEqual(person.email, email);
    assert.deepStrictEqual(person.properties, { Plan: 'pro' });
    assert(person.survey_scheduled_at >= now() + 50);
    const again = await later(api.person.create({ email }));
    assert.strictEqual(again.id, person.id);
    assert.strictEqual(again.survey_scheduled_at, null);
    assert.deepStrictEqual(await later(api.surveyRequest.deletePending({ person_email: email })), { ok: true });
  });

  for (const said of [{}, { email: 'nobody' }, { phone_number: '040' }, { email: 'a@example.com', channel: 'fax' }]) {
    await tried(`a person is refused: ${JSON.stringify(said)}`, () => fails(api.person.create(said), 'ResourceValidationError'));
  }

  await tried('people are listed page by page', async () => {
    const since = now();
    const people = [await unasked(), await unasked(), await unasked()];
    const found = await everything(api.person.list({ per_page: 1, since }), { auto_handle_rate_limits: true });
    const ids = found.map((each) => each.id);
    assert.deepStrictEqual(people.map((each) => each.id).filter((id) => !ids.includes(id)), []);
    assert.strictEqual(new Set(ids).size, ids.length);
  });

  for (const named of ['id', 'email', 'phone_number']) {
    await tried(`a person is erased by ${named}`, async () => {
      const person = await unasked({ phone_number: `+358401${String(number++).slice(-6)}` });
      assert.deepStrictEqual(await later(api.person.delete({ [named]: person[named] })), { ok: true });
      assert.deepStrictEqual(await everything(api.person.list({ email: person.email })), []);
    });
  }

  for (let score = 0; score <= 10; score++) {
    await tried(`an answer of ${score} is kept`, async () => {
      const person = await unasked();
      const answer = await later(api.surveyResponse.create({ person: person.id, score, comment: 'ääkköset' }));
      assert.strictEqual(answer.score, score);
      const kept = await later(api.surveyResponse.retrieve(answer.id, { expand: 'person' }));
      assert.strictEqual(kept.person.id, person.id);
      assert.strictEqual(kept.comment, 'ääkköset');
    });
  }

  for (const said of [{ score: 5 }, { person: '1' }, { person: '1', score: 11 }, { person: '987654321', score: 1 }]) {
    await tried(`an answer is refused: ${JSON.stringify(said)}`, () => fails(api.surveyResponse.create(said), 'ResourceValidationError'));
  }

  // A moment of its own, so that what others tell is out of sight.
  const at = 10 * (number % 30000000);
  await tried('answers are listed', async () => {
    const person = await unasked();
    for (const score of [9, 7, 0]) {
      await later(api.surveyResponse.create({ person: person.id, score, created_at: at + score }));
    }
    for (const [order, scores] of [['asc', [0, 7, 9]], ['desc', [9, 7, 0]], ['desc:updated_at', [9, 7, 0]]]) {
      const found = await later(api.surveyResponse.all({ since: at, until: at + 9, order }));
      assert.deepStrictEqual(found.map((each) => each.score), scores);
    }
    assert.deepStrictEqual(await later(api.surveyResponse.all({ since: at, until: at + 9, page: 2, per_page: 3 })), []);
    const expanded = await later(api.surveyResponse.all({ since: at, until: at + 9, expand: ['person', 'notes'] }));
    assert.strictEqual(expanded[0].person.email, person.email);
  });

  await tried('figures', async () => {
    const figures = await later(api.metrics.retrieve({ since: at, until: at + 9 }));
    assert.strictEqual(figures.nps, 0);
    assert.strictEqual(figures.response_count, 3);
    assert.strictEqual(figures.promoter_percent, 33);
  });

  await tried('whoever unsubscribes is listed', async () => {
    const person = await unasked();
    assert.deepStrictEqual((await later(api.unsubscribe.create({ person_email: person.email }))).ok, true);
    const found = await later(api.unsubscribe.all({ per_page: 100, since: now() - 5 }));
    assert(found.some((each) => each.person_id === person.id));
  });
  await tried('nobody in particular cannot unsubscribe', () => fails(api.unsubscribe.create({}), 'ResourceValidationError'));
  await tried('bounces are listed', async () => assert(Array.isArray(await later(api.bounce.all({ page: 1 })))));

  for (const platform of ['email', 'sms']) {
    const members = platform === 'email' ? api.autopilotMembership.forEmail() : api.autopilotMembership.forSms();
    const named = platform === 'email' ? { person_email: address() } : { person_phone_number: `+358402${String(number++).slice(-6)}` };
    await tried(`autopilot by ${platform} is told of`, async () => {
      const settings = await later(api.autopilotConfiguration.retrieve(platform));
      assert.strictEqual(settings.platform_id, platform);
      assert.strictEqual(settings.active, false);
    });
    await tried(`somebody joins and leaves the autopilot by ${platform}`, async () => {
      const joined = await later(members.create(Object.assign({ properties: { State: 'WA' } }, named)));
      assert.deepStrictEqual(joined.properties, { State: 'WA' });
      const found = await everything(members.list(named));
      assert.deepStrictEqual(found.map((each) => each.person.id), [joined.person.id]);
      const left = await later(members.delete({ person_id: joined.person.id }));
      assert.strictEqual(left.person.id, joined.person.id);
      assert.deepStrictEqual(await everything(members.list(named)), []);
    });
    await tried(`two names of one who leaves the autopilot by ${platform}`, () => fails(
      members.delete({ person_id: '1', person_email: 'a@example.com' }), 'ResourceValidationError'));
  }

  for (const [name, call] of [
    ['metrics', () => stranger.metrics.retrieve()],
    ['people', () => stranger.person.create({})],
    ['answers', () => stranger.surveyResponse.create({})],
    ['bounces', () => stranger.bounce.all()],
    ['erasing', () => stranger.person.delete({ id: 1 })],
  ]) {
    await tried(`a wrong key opens nothing: ${name}`, () => fails(call(), 'AuthenticationError'));
  }
  await tried('what is not there', () => fails(api.surveyResponse.retrieve('987654321'), 'GeneralAPIError'));
}

main();
