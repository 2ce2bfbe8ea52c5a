/// MP4 files: a track of AAC-LC, 16 kHz, one channel, 64 kbit/s, with the sound really in it; and for a recording of audio
/// and video, a grey picture of 1920x1080, 16 times a second, since nobody's camera is there to be seen.
///
/// The tables stand before the content, and sound and picture alternate in groups of 8 seconds, which all are of one size:
/// so any part of the file can be read without what stands before it, and players can begin before they have all.
public enum MP4File {
    /// Seconds of a group: 125 frames of sound and 128 pictures are exactly as long.
    static let groupSeconds = 8

    /// The file of a mix, whose channels are mixed into one. It lasts as long as the mix; pictures do so to the next
    /// sixteenth of a second.
    ///
    /// - Throws: ``AudioError/tooLong(frames:limit:)`` above 48 hours.
    public static func file(of mix: Mix, hasVideo: Bool = false) throws(AudioError) -> AudioFile {
        guard mix.frames <= AudioTime.longest else { throw .tooLong(frames: mix.frames, limit: AudioTime.longest) }
        let layout = MP4Layout(samples: mix.frames, hasVideo: hasVideo)
        let head = MP4Head.bytes(layout)
        let frames = AACFrames()
        return AudioFile(count: head.count + layout.size, mediaType: hasVideo ? "video/mp4" : "audio/mp4") { range in
            var bytes = Array(head[range.clamped(to: 0..<head.count)])
            bytes.reserveCapacity(range.count)
            let own = max(0, range.lowerBound - head.count)..<max(0, range.upperBound - head.count)
            layout.forEachPiece(in: own) { piece, part in
                switch piece {
                case .sound(let number): bytes += frames.frame(of: mix, number)[part]
                case .picture(let number): bytes += GreyVideo.picture(number)[part]
                }
            }
            return bytes
        }
    }
}
