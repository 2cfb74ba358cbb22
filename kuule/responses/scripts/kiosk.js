// A screen for whoever comes by: one question after another, back to the start by itself, and nothing lost offline.
(function () {
  const told = JSON.parse(document.getElementById("told").textContent);
  const main = document.querySelector("main"), footer = document.querySelector("footer");
  const THANKS_SECONDS = 6, RETRY_SECONDS = 20, BATCH = 20, RENEW_AFTER = 36e5;
  const opened = Date.now();
  let language = told.language, step = 0, values = {}, signal = "", idle, begun;

  const make = (tag, fields, ...children) => {
    const each = Object.assign(document.createElement(tag), fields);
    each.append(...children);
    return each;
  };
  const said = () => told.languages[language];
  const group = () => {
    const {options} = said().questions.find((each) => each.field == "score");
    return (options.find((each) => each[0] == values.score) || [])[2];
  };
  // Questions to some groups of the score come after it.
  const asked = () => said().questions.filter((each) => !each.groups.length || each.groups.includes(group()));

  // What was answered waits in the database of the browser until the server says that it has it.
  const database = new Promise((done, failed) => {
    const asked = indexedDB.open("kuule-kiosk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", {keyPath: "uid"});
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const stored = (act) => database.then((db) => new Promise((done, failed) => {
    const work = db.transaction("answers", "readwrite", {durability: "strict"});
    const asked = act(work.objectStore("answers"));
    work.oncomplete = () => done(asked && asked.result);
    work.onabort = () => failed(work.error);
  }));
  const waiting = () => stored((answers) => answers.getAll()).then((all) => all.filter((each) => each.path == told.path && !each.refused));

  let sending;
  const send = () => {
    sending = sending || sendAll().catch(() => {}).finally(() => {
      sending = null;
      return tellWaiting();
    });
    return sending;
  };
  const sendAll = async () => {
    let batch;
    while ((batch = (await waiting()).slice(0, BATCH)).length) {
      const reply = await fetch(told.path + "/answers", {method: "POST", body: JSON.stringify({now: Date.now(), answers: batch}), keepalive: false});
      if (!reply.ok) return;
      const {kept, refused} = await reply.json();
      await stored((answers) => {
        for (const uid of kept) answers.delete(uid);
        for (const each of batch) if (refused[each.uid]) answers.put({...each, refused: refused[each.uid]});
      });
      if (!kept.length && !Object.keys(refused).length) return;
    }
  };
  const tellWaiting = async () => {
    const count = (await waiting()).length;
    const note = footer.querySelector(".w");
    note.hidden = !count;
    note.textContent = said().words.waiting.replace("{count}", count);
  };

  const keep = async (isFinished) => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const uid = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
    const answer = {uid, path: told.path, at: Date.now(), language, version: told.version, shown: told.shown, signal, values, first: isFinished ? "" : 1};
    await stored((answers) => answers.put(answer));
    send();
  };

  const restart = () => {
    clearTimeout(idle);
    step = 0;
    values = {};
    begun = false;
    if (Date.now() - opened > RENEW_AFTER && navigator.onLine) return location.reload();
    language = told.language;
    draw();
  };
  // Somebody who walks away after the score has answered all the same.
  const walkedAway = () => (begun && values.score ? keep(false).finally(restart) : restart());
  const touched = () => {
    clearTimeout(idle);
    idle = setTimeout(walkedAway, told.idle * 1000);
  };

  const draw = () => {
    const {words, dir} = said(), questions = asked(), question = questions[step];
    document.documentElement.lang = language;
    document.documentElement.dir = dir;
    const title = make("h1", {id: "title", tabIndex: -1, textContent: titleOf(question)});
    const parts = [title, answersTo(question, words)];
    const needsButton = question.several || !question.options.length || question.optional;
    const back = make("button", {type: "button", className: "t", textContent: words.back, onclick: () => go(step - 1)});
    const on = make("button", {type: "button", className: "p", onclick: () => next(question)});
    on.textContent = step + 1 == questions.length ? words.send : given(question) ? words.next : question.optional ? words.skip : words.next;
    const warning = make("p", {className: "x", role: "alert"});
    main.replaceChildren(...parts, warning, make("div", {className: "g"}, ...(step ? [back] : []), ...(needsButton && (step || question.several) ? [on] : [])));
    footer.querySelector("nav").hidden = step > 0;
    main.dataset.step = step;
    if (begun) title.focus();
  };
  const titleOf = (question) => question.titles[group()] || question.title;
  const given = (question) => {
    const value = values[question.field];
    return value && value.length;
  };
  const answersTo = (question, words) => {
    if (!question.options.length) {
      const area = make("textarea", {value: values[question.field] || "", dir: "auto"});
      area.setAttribute("aria-labelledby", "title");
      area.oninput = () => {
        values[question.field] = area.value;
        if (step + 1 < asked().length) main.querySelector(".p").textContent = area.value ? words.next : words.skip;
      };
      return area;
    }
    const isPlain = question.scale && !question.labelled;
    const box = make("div", {className: isPlain ? "n n" + question.options.length : "o"});
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", "title");
    for (const [key, label] of question.options) {
      const isChosen = [].concat(values[question.field] || []).includes(key);
      const text = isPlain ? key : question.scale ? key + " – " + label : label;
      const pick = make("button", {type: "button", textContent: text, ariaPressed: String(isChosen), onclick: () => choose(question, key)});
      if (isPlain && label) pick.setAttribute("aria-label", key + " – " + label);
      box.append(pick);
    }
    if (!isPlain) return box;
    const ends = [question.options[0], question.options[question.options.length - 1]];
    const legend = make("p", {className: "e", ariaHidden: "true"}, ...ends.map((each) => make("span", {textContent: each[1]})));
    return make("div", {}, box, legend);
  };

  const choose = (question, key) => {
    if (question.several) {
      const chosen = new Set(values[question.field] || []);
      chosen.has(key) ? chosen.delete(key) : chosen.add(key);
      values[question.field] = [...chosen];
      begun = true;
      draw();
      [...main.querySelectorAll("[role=group] button")][question.options.findIndex((each) => each[0] == key)].focus();
      return;
    }
    values[question.field] = key;
    next(question);
  };
  const next = (question) => {
    if (!question.optional && !given(question)) {
      main.querySelector(".x").textContent = said().words.error_missing;
      return;
    }
    go(step + 1);
  };
  const go = (to) => {
    begun = true;
    if (to < asked().length) {
      step = to;
      return draw();
    }
    clearTimeout(idle);
    keep(true).then(thank, () => {
      main.querySelector(".x").textContent = said().words.not_sent;
    });
  };
  const thank = () => {
    const {words} = said();
    const title = make("h1", {tabIndex: -1, textContent: words.thanks_title});
    main.dataset.step = "thanks";
    main.replaceChildren(make("div", {className: "y", ariaHidden: "true", textContent: "✓"}), title, make("p", {textContent: words.thanks_body}));
    title.focus();
    values = {};
    begun = false;
    idle = setTimeout(restart, THANKS_SECONDS * 1000);
  };

  const see = (event) => {
    if (event.isTrusted) signal = [...told.shown].reverse().join("");
    if (main.dataset.step == "thanks") return event.type == "pointerdown" ? restart() : undefined;
    touched();
  };
  addEventListener("pointerdown", see, true);
  addEventListener("keydown", see, true);
  addEventListener("online", send);
  setInterval(send, RETRY_SECONDS * 1000);

  const nav = footer.querySelector("nav");
  for (const code of told.order) {
    const pick = make("button", {type: "button", lang: code, textContent: told.languages[code].name});
    pick.onclick = () => {
      language = code;
      draw();
      tellWaiting();
    };
    if (told.order.length > 1) nav.append(pick);
  }
  const full = footer.querySelector(".f");
  full.hidden = !document.fullscreenEnabled;
  full.onclick = () => document.documentElement.requestFullscreen();
  document.onfullscreenchange = () => {
    full.hidden = Boolean(document.fullscreenElement);
  };

  if (told.closed.length) main.replaceChildren(make("h1", {textContent: told.closed[0]}), make("p", {textContent: told.closed[1]}));
  else draw();
  send();
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  if (navigator.serviceWorker && !told.closed.length) {
    navigator.serviceWorker.register("/k/worker.js").catch(() => {});
    navigator.serviceWorker.ready.then(() => caches.open("kuule-kiosk")).then((cache) => cache.add(location.pathname)).then(() => {
      document.documentElement.dataset.ready = "yes";
    }).catch(() => {});
  }
})();
