// Where this device is, and a signature drawn by finger, pen or mouse.
export function position() {
  return new Promise(resolve => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      p => resolve({ latitude: p.coords.latitude, longitude: p.coords.longitude }), () => resolve(null),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
}

/** Lets people draw; the canvas keeps as many pixels as the screen shows. */
export function pad(canvas) {
  const scale = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = canvas.clientWidth * scale;
  canvas.height = canvas.clientHeight * scale;
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  Object.assign(pen, { lineWidth: 2.2, lineCap: 'round', lineJoin: 'round', strokeStyle: '#12203a' });
  clear(canvas);
  const at = e => [e.offsetX, e.offsetY];
  canvas.onpointerdown = e => {
    canvas.setPointerCapture(e.pointerId);
    canvas.dataset.drawn = 'yes';
    pen.beginPath();
    pen.moveTo(...at(e));
    pen.lineTo(e.offsetX + .1, e.offsetY);
    pen.stroke();
    canvas.onpointermove = m => { pen.lineTo(...at(m)); pen.stroke(); };
  };
  canvas.onpointerup = canvas.onpointercancel = () => { canvas.onpointermove = null; };
}

export function clear(canvas) {
  const pen = canvas.getContext('2d');
  pen.save();
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.restore();
  delete canvas.dataset.drawn;
}

export function drawn(canvas) {
  return canvas.dataset.drawn === 'yes';
}

export function picture(canvas) {
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}
