// Runs in the browser, beside the SDK: joins a stage, shows who publishes, and keeps what happened.
const { Stage, StageEvents, SubscribeType, LocalStageStream } = window.IVSBroadcastClient;

/** What the tests read: events in order, and one <video> per participant with its id in data-participant. */
window.seen = { events: [], playing: {}, joinedAt: 0 };
const note = (name, detail) => window.seen.events.push({ name, detail, at: performance.now() });

/** A moving picture and a tone, to publish. */
function canvasStreams() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    frame += 1;
    context.fillStyle = frame % 2 ? '#208020' : '#802080';
    context.fillRect(0, 0, 320, 240);
    context.fillStyle = '#fff';
    context.font = '60px sans-serif';
    context.fillText(String(frame), 40, 140);
  }, 40);
  const audio = new AudioContext();
  const output = audio.createMediaStreamDestination();
  const tone = new OscillatorNode(audio, { frequency: 300 });
  tone.connect(output);
  tone.start();
  return [...canvas.captureStream(25).getVideoTracks(), ...output.stream.getAudioTracks()].map(
    (track) => new LocalStageStream(track),
  );
}

function show(participant, streams) {
  let video = document.querySelector(`[data-participant="${participant.id}"]`);
  if (!video) {
    video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true, muted: true });
    video.dataset.participant = participant.id;
    video.dataset.user = participant.userId;
    video.addEventListener('playing', () => {
      window.seen.playing[participant.userId] = (window.seen.playing[participant.userId] ?? 0) + 1;
      note('playing', participant.userId);
    });
    document.body.append(video);
  }
  video.srcObject = new MediaStream(streams.map((stream) => stream.mediaStreamTrack));
}

/** @returns {Promise<{ok: boolean, code?: number, category?: string, name?: string, message?: string, ms: number}>} how join() went */
window.joinStage = async (token, { publish = false } = {}) => {
  const started = performance.now();
  try {
    const streams = publish ? canvasStreams() : [];
    const stage = new Stage(token, {
      stageStreamsToPublish: () => streams,
      shouldPublishParticipant: () => publish,
      shouldSubscribeToParticipant: (participant) =>
        participant.isLocal ? SubscribeType.NONE : SubscribeType.AUDIO_VIDEO,
    });
    window.stage = stage;
    stage.on(StageEvents.STAGE_CONNECTION_STATE_CHANGED, (state) => note('connection', state));
    stage.on(StageEvents.STAGE_LEFT, (reason) => note('left', reason));
    stage.on(StageEvents.ERROR, (error) =>
      note('error', { code: error.code, message: error.message, category: error.category }),
    );
    stage.on(StageEvents.STAGE_PARTICIPANT_JOINED, (participant) => note('participant-joined', participant.userId));
    stage.on(StageEvents.STAGE_PARTICIPANT_LEFT, (participant) => note('participant-left', participant.userId));
    stage.on(StageEvents.STAGE_PARTICIPANT_PUBLISH_STATE_CHANGED, (participant, state) =>
      note('publish', { userId: participant.userId, state }),
    );
    stage.on(StageEvents.STAGE_PARTICIPANT_SUBSCRIBE_STATE_CHANGED, (participant, state) =>
      note('subscribe', { userId: participant.userId, state }),
    );
    stage.on(StageEvents.STAGE_PARTICIPANT_STREAMS_ADDED, (participant, streams) => {
      if (!participant.isLocal) show(participant, streams);
    });
    await stage.join();
    return { ok: true, ms: performance.now() - started };
  } catch (error) {
    const { code, category, name, message } = error;
    return { ok: false, code, category, name, message, ms: performance.now() - started };
  }
};

/** How a participant's video stands now. */
window.videoOf = (userId) => {
  const video = document.querySelector(`[data-user="${userId}"]`);
  if (!video) return null;
  const quality = video.getVideoPlaybackQuality();
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    currentTime: video.currentTime,
    frames: quality.totalVideoFrames,
    dropped: quality.droppedVideoFrames,
  };
};

/** Resolves once a participant's sound is heard. */
window.hear = async (userId) => {
  const video = document.querySelector(`[data-user="${userId}"]`);
  const audio = new AudioContext();
  const analyser = new AnalyserNode(audio);
  audio.createMediaStreamSource(video.srcObject).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  do {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(samples);
  } while (samples.every((sample) => Math.abs(sample) < 0.02));
  await audio.close();
};
