// Draws the pictures of the page from the data beside it: starts them when they come into sight, follows theme and width,
// and draws them anew for paper.
(function () {
  "use strict";
  var root = document.documentElement;
  var options = JSON.parse(document.getElementById("options").textContent);
  // Tokens are colours by name: what a picture is told in data becomes what its theme shows.
  var colours = {
    light: {
      ink: "#1a2330", muted: "#52606f", line: "#b8c2cd", grid: "#e6eaef", paper: "#ffffff", land: "#ececec", m0: "#e4eff8", border: "#aeb9c4", flow: "#9aa7b5",
      c0: "#0b5394", c1: "#e08a00", c2: "#00876c", c3: "#b0327f", c4: "#4fa3d9", c5: "#8a5a00", c6: "#6b4fa0", c7: "#5f6b78",
      s0: "#f2f6fa", s1: "#c3dbee", s2: "#74b0da", s3: "#2673b0", s4: "#08386b", onLight: "#1a2330", onDark: "#ffffff"
    },
    dark: {
      ink: "#e6ebf1", muted: "#a4b1c0", line: "#54616f", grid: "#2a3542", paper: "#121922", land: "#262b31", m0: "#1c3045", border: "#54616f", flow: "#6d7b8a",
      c0: "#5aa9ee", c1: "#f2a93b", c2: "#3cc4a2", c3: "#e57fb8", c4: "#9cd3f7", c5: "#d0a35a", c6: "#b39ae0", c7: "#a4b1c0",
      s0: "#1c2733", s1: "#1d4a73", s2: "#2f7fb8", s3: "#79bde8", s4: "#e3f2fc", onLight: "#e6ebf1", onDark: "#0d141c"
    }
  };
  var words = {
    $text: function (at) { return at.data && at.data.text !== undefined ? String(at.data.text) : ""; },
    $brief: function (at) { return at.data && at.data.brief !== undefined ? String(at.data.brief) : ""; },
    $number: function (value) { return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 6 }).replace(/,/g, "\u202f").replace("-", "\u2212") : String(value); },
    $whole: function (at) { var v = at.value; v = Array.isArray(v) ? v[v.length - 1] : v; return String(Math.round(v)); }
  };
  // Hovering shows text only, as a node of its own, so that nothing in it is ever taken for markup.
  function tip(at) {
    var box = document.createElement("div");
    box.className = "tip";
    box.textContent = at.data && at.data.tip !== undefined ? at.data.tip : at.name;
    return box;
  }
  var NARROW = 420;
  var theme = null, patterns = false, printing = false, charts = [];
  function shown() { return printing ? "light" : theme; }
  function dressed(value, palette) {
    if (typeof value === "string") {
      if (value.charAt(0) !== "$") return value;
      if (words[value]) return words[value];
      var colour = palette[value.slice(1)];
      return colour === undefined ? value : colour;
    }
    if (Array.isArray(value)) return value.map(function (each) { return dressed(each, palette); });
    if (value && typeof value === "object") {
      var result = {};
      Object.keys(value).forEach(function (key) {
        // Texts of the model stay as they are, whatever they begin with.
        var told = value[key];
        var texts = key === "data" && Array.isArray(told) && told.every(function (each) { return typeof each === "string"; });
        var text = key === "tip" || key === "name" || (key === "text" || key === "brief") && typeof told === "string";
        result[key] = text || texts ? told : dressed(told, palette);
      });
      return result;
    }
    return value;
  }
  function laid(under, over) {
    Object.keys(over).forEach(function (key) {
      if (over[key] && typeof over[key] === "object" && under[key] && typeof under[key] === "object") laid(under[key], over[key]);
      else under[key] = over[key];
    });
    return under;
  }
  function option(id, width) {
    var palette = colours[shown()];
    var told = JSON.parse(JSON.stringify(options[id]));
    if (width < NARROW && told.$narrow) laid(told, told.$narrow);
    var decal = told.$decal && (patterns || printing);
    delete told.$narrow;
    delete told.$taller;
    delete told.$decal;
    var result = dressed(told, palette);
    result.animation = false;
    result.backgroundColor = "transparent";
    result.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, color: palette.ink };
    result.aria = { enabled: true, label: { enabled: false }, decal: { show: decal } };
    result.tooltip = {
      trigger: "item", confine: true, formatter: tip, backgroundColor: palette.paper, borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: 13 }
    };
    return result;
  }
  function draw(chart) {
    var width = chart.box.clientWidth;
    if (!width) return;
    // Keys whose names stand below each other take more room.
    var height = chart.height + (width < NARROW && options[chart.id].$taller || 0);
    chart.box.style.height = height + "px";
    if (!chart.drawing) chart.drawing = echarts.init(chart.box, null, { renderer: "svg", width: width, height: height });
    chart.drawing.resize({ width: width, height: height });
    chart.drawing.setOption(option(chart.id, width), true);
    chart.width = width;
    chart.state = shown() + patterns + printing;
  }
  function redraw(all) {
    charts.forEach(function (chart) { if (all || chart.drawing) draw(chart); });
  }
  function dress() {
    root.dataset.theme = shown();
    var button = document.getElementById("theme");
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", theme === "dark" ? "Switch to light colours" : "Switch to dark colours");
  }
  var wish = window.matchMedia("(prefers-color-scheme: dark)");
  theme = wish.matches ? "dark" : "light";
  dress();
  wish.addEventListener("change", function (event) { theme = event.matches ? "dark" : "light"; dress(); redraw(false); });
  ["theme", "patterns", "print"].forEach(function (id) { document.getElementById(id).hidden = false; });
  document.getElementById("theme").addEventListener("click", function () {
    theme = theme === "dark" ? "light" : "dark";
    dress();
    redraw(false);
  });
  document.getElementById("patterns").addEventListener("click", function (event) {
    patterns = !patterns;
    event.currentTarget.setAttribute("aria-pressed", String(patterns));
    redraw(false);
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  echarts.registerMap("europe", JSON.parse(document.getElementById("europe").textContent));
  document.querySelectorAll(".chart").forEach(function (box) { charts.push({ box: box, id: box.dataset.chart, height: box.clientHeight }); });
  var sight = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      var chart = charts.find(function (each) { return each.box === entry.target; });
      if (entry.isIntersecting && !chart.drawing) draw(chart);
    });
  }, { rootMargin: "600px" });
  charts.forEach(function (chart) { sight.observe(chart.box); });
  var waiting = null;
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (!printing) charts.forEach(function (chart) { if (chart.drawing && chart.box.clientWidth !== chart.width) draw(chart); });
    }, 120);
  });
  function paper(begins) {
    if (printing === begins) return;
    printing = begins;
    root.classList.toggle("printing", begins);
    dress();
    redraw(begins);
  }
  window.addEventListener("beforeprint", function () { paper(true); });
  window.addEventListener("afterprint", function () { paper(false); });
})();
