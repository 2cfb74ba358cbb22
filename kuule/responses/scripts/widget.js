// <kuule-survey key="…" person="…" signature="…" language="…">: a few questions in a corner of a page.
// No cookie, no HTML from strings, no style attribute: it works under a strict policy with Trusted Types.
(() => {
  const here = new URL("widget/", document.currentScript.src);
  const day = 864e5;
  const css = `:host{all:initial}
*{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}
section{--c:#fff;--i:#1b2426;--m:#566063;--e:#8a9291;--a:#0f6b57;--o:#fff;--b:#bc3e0a;position:fixed;z-index:2147483000;inset-block-end:16px;inset-inline-end:16px;width:min(400px,calc(100vw - 32px));max-height:calc(100vh - 32px);overflow:auto;padding:20px;border:1px solid var(--e);border-radius:16px;background:var(--c);color:var(--i);box-shadow:0 8px 32px #0003;font:16px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
h2,.q{display:block;font-weight:600;text-wrap:balance}
h2{padding-inline-end:40px;font-size:17px}
fieldset{border:0;min-width:0}
form>*+*,div>*+*{margin-block-start:16px}
.q{margin-block-end:8px}
:is(.n,.o,.l)>*{margin:0}
small,.m,.e{color:var(--m);font-size:13px;font-weight:400}
.n{display:grid;grid-template-columns:repeat(6,1fr);gap:6px;margin-block-start:12px}
.n5{grid-template-columns:repeat(5,1fr)}
.n7{grid-template-columns:repeat(7,1fr);gap:4px}
.o{display:flex;flex-wrap:wrap;gap:6px}
.l{display:grid;gap:6px;margin-block-start:12px}
label.p{position:relative;display:block}
label.p input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
b{display:grid;place-items:center;min-height:44px;padding:4px 10px;border:1px solid var(--e);border-radius:10px}
.n b{padding:0;font-weight:600}
label:hover b{border-color:var(--a)}
:checked+b{background:var(--a);border-color:var(--a);color:var(--o)}
:focus-visible,:focus-visible+b{outline:3px solid var(--a);outline-offset:2px}
.e{display:flex;justify-content:space-between;gap:16px;margin-block-start:6px}
.e :last-child{text-align:end}
textarea{display:block;width:100%;min-height:84px;padding:8px 10px;border:1px solid var(--e);border-radius:10px;background:var(--c);resize:vertical}
button{display:block;width:100%;min-height:46px;border:0;border-radius:10px;background:var(--a);color:var(--o);font-weight:600;cursor:pointer}
.x{position:absolute;inset-block-start:10px;inset-inline-end:10px;width:40px;min-height:40px;background:none;color:var(--m);font-size:22px;font-weight:400}
.t{width:auto;min-height:32px;background:none;color:var(--a);font-weight:400;text-decoration:underline}
.w{color:var(--b);font-weight:600}
i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
[hidden]{display:none!important}
@media(prefers-color-scheme:dark){section{--c:#171c1f;--i:#ecefee;--m:#a2aba9;--e:#6b7573;--a:#5ccbae;--o:#0f1315;--b:#ff7f50}}
@media(forced-colors:active){:checked+b{forced-color-adjust:none;background:Highlight;color:HighlightText}}`;

  const make = (tag, fields, ...children) => {
    const each = Object.assign(document.createElement(tag), fields);
    each.append(...children);
    return each;
  };
  // Storage can be switched off: then nothing is remembered, and nothing breaks.
  const read = (store, name) => {
    try {
      return JSON.parse(window[store].getItem(name)) || {};
    } catch {
      return {};
    }
  };
  const write = (store, name, value) => {
    try {
      window[store].setItem(name, JSON.stringify(value));
    } catch {}
  };

  class KuuleSurvey extends HTMLElement {
    connectedCallback() {
      if (!this.begun) this.begun = this.begin();
    }

    async begin() {
      const person = this.getAttribute("person") || "";
      this.name = "kuule-" + this.getAttribute("key");
      this.tab = this.name + person;
      const mine = read("localStorage", this.name);
      mine.pages = (mine.pages || 0) + 1;
      mine.luck ??= Math.random() * 100;
      write("localStorage", this.name, mine);
      if (!person && mine.until > Date.now()) return;
      // On the next page of the same visit the question goes on where it was.
      let asked = read("sessionStorage", this.tab);
      if (!asked.questions) {
        const language = this.getAttribute("language") || document.documentElement.lang || navigator.language;
        asked = await this.post("may", {person, signature: this.getAttribute("signature"), language});
        if (!asked.ask) return;
        if (!asked.known) {
          if (mine.luck >= asked.share || mine.pages < asked.pages || mine.until > Date.now()) return;
          await new Promise((later) => setTimeout(later, asked.after * 1000));
        }
        write("sessionStorage", this.tab, asked);
      }
      this.asked = asked;
      if (this.isConnected) this.show();
    }

    async post(what, sent) {
      try {
        const reply = await fetch(new URL(this.getAttribute("key") + "/" + what, here), {
          method: "POST",
          body: JSON.stringify(sent),
          credentials: "omit",
          keepalive: true,
        });
        const told = reply.status == 204 ? {} : await reply.json();
        if (!reply.ok) console.warn("kuule-survey: " + told.detail);
        return told;
      } catch (error) {
        console.warn("kuule-survey: " + error.message);
        return {status: 0};
      }
    }

    show() {
      const {asked} = this, {words} = asked;
      const [first, ...others] = asked.questions;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      const root = this.attachShadow({mode: "open"});
      root.adoptedStyleSheets = [sheet];
      const rest = make("div", {hidden: true});
      this.warning = make("p", {className: "w", role: "alert"});
      this.form = make("form", {noValidate: true}, this.question(first, true), rest);
      for (const each of others) {
        const part = this.question(each);
        if (each.groups?.length) {
          part.dataset.to = each.groups.join(" ");
          part.hidden = true;
        }
        rest.append(part);
      }
      rest.append(this.warning, make("button", {textContent: words.send}), make("p", {className: "m", textContent: words.note}));
      const later = make("button", {type: "button", className: "t", textContent: words.not_now, onclick: () => this.putOff()});
      this.form.append(later);
      this.panel = make(
        "section",
        {lang: asked.language, dir: asked.dir},
        this.form,
        make("button", {type: "button", className: "x", textContent: "×", ariaLabel: words.close, onclick: () => this.putOff()}),
      );
      this.panel.setAttribute("aria-label", first.title);
      root.append(this.panel);
      // What a program does by script is not trusted by the browser, and leaves no signal.
      const see = (event) => {
        if (event.isTrusted) this.signal = [...asked.shown].reverse().join("");
      };
      for (const kind of ["pointerdown", "keydown"]) this.panel.addEventListener(kind, see, true);
      this.panel.addEventListener("keydown", (event) => event.key == "Escape" && this.putOff());
      this.form.onchange = (event) => {
        rest.hidden = false;
        later.hidden = true;
        const {group} = event.target.dataset;
        for (const each of group ? root.querySelectorAll("[data-" + group + "]") : []) each.textContent = each.dataset[group];
        for (const each of group ? root.querySelectorAll("[data-to]") : []) each.hidden = !each.dataset.to.split(" ").includes(group);
        clearTimeout(this.waiting);
        if (group) this.waiting = setTimeout(() => this.send({first: 1}), 700);
      };
      this.form.onsubmit = (event) => {
        event.preventDefault();
        clearTimeout(this.waiting);
        this.finish();
      };
    }

    question(each, isFirst) {
      const {field, options, optional, several, scale} = each;
      const title = make(isFirst ? "h2" : "span", {className: isFirst ? "" : "q", textContent: each.title});
      Object.assign(title.dataset, each.titles);
      const hint = [several && this.asked.words.choose_several, optional && !isFirst && this.asked.words.optional];
      const said = hint.filter(Boolean).join(", ");
      const head = said ? [title, make("small", {textContent: "(" + said + ")"})] : [title];
      if (!options.length) return make("label", {}, ...head, make("textarea", {name: field, dir: "auto"}));
      const plain = scale && !each.labelled;
      const picks = options.map(([key, label, group]) => {
        const input = make("input", {type: several ? "checkbox" : "radio", name: field, value: key});
        if (group) input.dataset.group = group;
        const text = plain ? key : scale ? key + " – " + label : label;
        const about = plain && label ? [make("i", {textContent: " – " + label})] : [];
        return make("label", {className: "p"}, input, make("b", {textContent: text}), ...about);
      });
      const box = make("div", {className: plain ? "n n" + options.length : scale ? "l" : "o"}, ...picks);
      const set = make("fieldset", {}, make("legend", {}, ...head), box);
      if (plain) {
        const ends = [options[0], options.at(-1)].map(([key, label]) => make("span", {textContent: label && key + " – " + label}));
        set.append(make("p", {className: "e", ariaHidden: "true"}, ...ends));
      }
      return set;
    }

    send(more) {
      const given = new FormData(this.form), values = {};
      for (const {field, several} of this.asked.questions) values[field] = several ? given.getAll(field) : given.get(field);
      const {token, shown, version, language} = this.asked;
      return this.post("answers", {token, shown, version, language, signal: this.signal, values, ...more});
    }

    async finish() {
      const {words} = this.asked;
      this.warning.textContent = "";
      const told = await this.send();
      if (!told.kept) {
        this.warning.textContent = told.fields ? Object.values(told.fields).join(" ") : words.not_sent;
        return;
      }
      this.forget(this.asked.pause);
      const title = make("h2", {tabIndex: -1, textContent: words.thanks_title});
      this.form.replaceWith(make("form", {}, title, make("p", {textContent: words.thanks_body})));
      this.panel.querySelector(".x").onclick = () => this.remove();
      this.asked = null;
      title.focus();
    }

    putOff() {
      if (this.asked) {
        if (this.asked.known) this.post("not-now", {token: this.asked.token});
        this.forget(30);
      }
      this.remove();
    }

    forget(days) {
      clearTimeout(this.waiting);
      write("sessionStorage", this.tab, {});
      write("localStorage", this.name, {...read("localStorage", this.name), until: Date.now() + days * day});
    }
  }

  customElements.get("kuule-survey") || customElements.define("kuule-survey", KuuleSurvey);
})();
