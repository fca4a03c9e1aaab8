// <year-view>: the year's dates as one stop of the Tab key. Arrow keys go by day and week,
// PageUp/PageDown by month, Home/End to the ends of the year; the line above says the date's hours
// and why, on focus and on hover. Without script every date is a link that opens the same words.

class YearView extends HTMLElement {
  connectedCallback() {
    this.days = [...this.querySelectorAll("a.day")];
    this.said = this.querySelector('[role="status"]');
    if (!this.days.length) return;
    const here = this.days.find((day) => day.hasAttribute("aria-current")) ?? this.days[0];
    for (const day of this.days) day.tabIndex = day === here ? 0 : -1;
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusin", (event) => this.rest(event.target.closest("a.day")));
    this.addEventListener("pointerover", (event) => this.say(event.target.closest("a.day")));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.days.indexOf(event.target.closest("a.day"));
    if (at < 0) return;
    const to = this.target(event.key, at);
    if (to === undefined) return;
    event.preventDefault();
    this.days[Math.max(0, Math.min(this.days.length - 1, to))].focus();
  }

  target(key, at) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    if (key in steps) return at + steps[key];
    if (key === "Home") return 0;
    if (key === "End") return this.days.length - 1;
    if (key === "PageUp" || key === "PageDown") return this.monthAway(at, key === "PageUp" ? -1 : 1);
    return undefined;
  }

  monthAway(at, step) {
    const months = [...this.querySelectorAll(".month")];
    const here = this.days[at].closest(".month");
    const there = months[months.indexOf(here) + step];
    if (!there) return at;
    const inside = (month) => this.days.filter((day) => month.contains(day));
    const place = inside(here).indexOf(this.days[at]);
    const found = inside(there);
    return this.days.indexOf(found[Math.min(place, found.length - 1)]);
  }

  rest(day) {
    if (!day) return;
    for (const each of this.days) each.tabIndex = each === day ? 0 : -1;
    this.say(day);
  }

  say(day) {
    if (day && this.said) this.said.textContent = day.title;
  }
}

customElements.define("year-view", YearView);
