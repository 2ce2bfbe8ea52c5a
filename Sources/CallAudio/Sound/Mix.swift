/// Several tracks that sound together: all in one channel, or up to five channels with a voice each.
public struct Mix: Sendable, Equatable {
    /// A track, when it begins and where it is heard.
    public struct Part: Sendable, Equatable {
        /// What is heard.
        public var track: Track
        /// When it begins, in seconds.
        public var start: Double
        /// When it is cut off, in seconds of the mix; nil: never.
        public var end: Double?
        /// How many seconds of its beginning are left out, as where a recording begins in the middle of a sentence.
        public var skipped: Double
        /// Whether it begins again at its end, as music on hold does.
        public var isLooped: Bool
        /// Counted from 0.
        public var channel: Int

        /// A track from a time on, in seconds, until its end or that given.
        public init(
            _ track: Track, start: Double = 0, end: Double? = nil, skipped: Double = 0, isLooped: Bool = false,
            channel: Int = 0
        ) {
            (self.track, self.start, self.end, self.skipped) = (track, start, end, skipped)
            (self.isLooped, self.channel) = (isLooped, channel)
        }
    }

    private struct Span: Sendable, Equatable {
        var frames: Range<Int>
        var track: Track
        /// Where in the track it begins.
        var offset: Int
        var channel: Int
    }

    /// 1 to 5.
    public let channels: Int
    /// How many frames it has.
    public let frames: Int
    private let spans: [Span]

    /// Parts that sound together for so many seconds; without a time, until the last of them ends (one that is looped
    /// without an end counts once).
    ///
    /// - Throws: ``AudioError/channels(_:)``, ``AudioError/noSuchChannel(_:of:)``.
    public init(_ parts: [Part], channels: Int = 1, seconds: Double? = nil) throws(AudioError) {
        guard PCM.channelLimit.contains(channels) else { throw .channels(channels) }
        var spans: [Span] = []
        let whole = seconds.map(AudioTime.frames)
        for part in parts {
            guard (0..<channels).contains(part.channel) else { throw .noSuchChannel(part.channel, of: channels) }
            let start = AudioTime.frames(part.start)
            let isEndless = part.isLooped && part.track.frames > 0
            let offset = AudioTime.frames(part.skipped)
            let hasEnd = part.end != nil || whole != nil
            var end = isEndless && hasEnd ? AudioTime.longest : start + max(0, part.track.frames - offset)
            if let cut = part.end { end = min(end, AudioTime.frames(cut)) }
            end = min(end, whole ?? AudioTime.longest)
            guard start < end else { continue }
            spans.append(Span(frames: start..<end, track: part.track, offset: offset, channel: part.channel))
        }
        (self.channels, self.spans) = (channels, spans)
        frames = whole ?? spans.map(\.frames.upperBound).max() ?? 0
    }

    /// A track alone.
    public init(_ track: Track) {
        (channels, frames) = (1, track.frames)
        spans = track.frames > 0 ? [Span(frames: 0..<track.frames, track: track, offset: 0, channel: 0)] : []
    }

    /// How long it sounds, in seconds.
    public var seconds: Double { AudioTime.seconds(frames) }

    /// The samples of some frames, channel by channel within each; silence before the start and past the end. What is
    /// too loud together is cut off at the loudest sample there is.
    public func samples(_ range: Range<Int>) -> [Int16] {
        var sums = [Int32](repeating: 0, count: range.count * channels)
        for span in spans {
            let heard = range.clamped(to: span.frames)
            var frame = heard.lowerBound
            while frame < heard.upperBound {
                let own = (span.offset + frame - span.frames.lowerBound) % span.track.frames
                let count = min(heard.upperBound - frame, span.track.frames - own)
                span.track.add(
                    own..<own + count, to: &sums, at: (frame - range.lowerBound) * channels + span.channel,
                    channels: channels)
                frame += count
            }
        }
        return sums.map { Int16(clamping: $0) }
    }

    /// Some frames of all channels mixed into one.
    func mono(_ range: Range<Int>) -> [Int16] {
        channels == 1 ? samples(range) : PCM.mixed(samples(range), channels: channels)
    }

    /// All samples in order, at most 64 KiB of them at once and whole frames.
    public var chunks: some Sequence<[Int16]> & Sendable {
        let size = AudioFile.chunkSize / 2 / channels
        return stride(from: 0, to: frames, by: size).lazy.map { samples($0..<min($0 + size, frames)) }
    }
}
