// A little help where scripts run; the page says everything without.
for (const form of document.querySelectorAll('form'))
  form.addEventListener('submit', () => setTimeout(() => form.querySelectorAll('button[type=submit]').forEach(b => { b.disabled = true; })));
