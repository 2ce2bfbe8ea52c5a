extension PCM {
    /// The sound of a WAV file of 16-bit PCM that is in memory, at 16 kHz and in one channel: what has another rate is
    /// brought to it, several channels are mixed. A file that ends early has the sound that is there.
    ///
    /// - Throws: ``WAVError``, or ``AudioError/tooLong(frames:limit:)`` above half an hour.
    public init(wav bytes: [UInt8]) throws {
        let header = try WAVHeader(bytes)
        guard header.bits == 16 else { throw WAVError.malformed("samples of \(header.bits) bits, not 16", at: 0) }
        guard header.channels <= Self.channelLimit.upperBound else { throw AudioError.channels(header.channels) }
        let there = max(0, bytes.count - header.dataOffset)
        let frames = min(header.dataSize ?? there, there) / header.frameSize
        let seconds = Double(frames) / Double(header.sampleRate)
        guard seconds <= AudioTime.seconds(Self.sampleLimit), frames * header.channels <= 4 * Self.sampleLimit else {
            throw AudioError.tooLong(frames: AudioTime.frames(seconds), limit: Self.sampleLimit)
        }
        let data = Array(bytes[header.dataOffset..<header.dataOffset + frames * header.frameSize])
        let mono = Self.mixed(Self.samples(littleEndian: data), channels: header.channels)
        try self.init(samples: Resampler.samples(mono, from: header.sampleRate))
    }
}
