/// Where the frames of sound and the pictures of an MP4 file stand: the first frame, which only begins, and then groups of
/// sound and pictures.
struct MP4Layout: Sendable {
    enum Piece: Sendable, Equatable {
        case sound(Int)
        case picture(Int)
    }

    /// Samples that are heard.
    let samples: Int
    /// Frames of sound after the first.
    private let heard: Int
    let pictures: Int

    static let groupFrames = MP4File.groupSeconds * AudioTime.rate / AACFrames.length
    static let groupPictures = MP4File.groupSeconds * GreyVideo.rate
    /// Samples that a picture is seen for.
    static let pictureLength = AudioTime.rate / GreyVideo.rate
    /// Bytes of a whole group.
    private let groupSize: Int

    init(samples: Int, hasVideo: Bool) {
        self.samples = samples
        heard = AACFrames.count(samples) - 1
        pictures = hasVideo ? max(1, (samples + Self.pictureLength - 1) / Self.pictureLength) : 0
        groupSize = Self.groupFrames * AACFrames.size + (hasVideo ? GreyVideo.size(of: Self.groupPictures) : 0)
    }

    /// All frames of sound.
    var frames: Int { heard + 1 }

    /// Whole groups and what is left of the last. Both kinds begin a group at the same time, so that all groups but the
    /// last are full.
    var groups: Int {
        max(1, Self.parts(of: heard, Self.groupFrames).count, Self.parts(of: pictures, Self.groupPictures).count)
    }

    /// Bytes of all.
    var size: Int { frames * AACFrames.size + GreyVideo.size(of: pictures) }

    /// How many frames stand together in each group; the first frame of all belongs to the first.
    var soundChunks: [Int] {
        var counts = Self.parts(of: heard, Self.groupFrames).map(\.count)
        if counts.isEmpty { counts = [0] }
        counts[0] += 1
        return counts
    }

    /// How many pictures stand together in each group.
    var videoChunks: [Int] { Self.parts(of: pictures, Self.groupPictures).map(\.count) }

    /// Where the sound of a group begins that stands together, in bytes of the content.
    func soundOffset(_ group: Int) -> Int { group == 0 ? 0 : start(of: group) }

    /// Where the pictures of a group begin.
    func videoOffset(_ group: Int) -> Int { start(of: group) + frames(in: group).count * AACFrames.size }

    private func start(of group: Int) -> Int { AACFrames.size + group * groupSize }

    /// Without the first.
    private func frames(in group: Int) -> Range<Int> {
        (group * Self.groupFrames..<(group + 1) * Self.groupFrames).clamped(to: 0..<heard)
    }

    private static func parts(of count: Int, _ size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    }

    /// Gives the frames and pictures that some bytes of the content belong to, in order, each with the part of its own
    /// bytes.
    func forEachPiece(in bytes: Range<Int>, _ give: (Piece, Range<Int>) -> Void) {
        func offer(_ piece: Piece, at start: Int, size: Int) {
            let part = bytes.clamped(to: start..<start + size)
            if !part.isEmpty { give(piece, part.lowerBound - start..<part.upperBound - start) }
        }
        guard !bytes.isEmpty else { return }
        offer(.sound(0), at: 0, size: AACFrames.size)
        let first = max(0, bytes.lowerBound - AACFrames.size) / groupSize
        let last = min(groups - 1, max(0, bytes.upperBound - 1 - AACFrames.size) / groupSize)
        guard first <= last else { return }
        for group in first...last {
            for (place, frame) in frames(in: group).enumerated() {
                offer(.sound(frame + 1), at: start(of: group) + place * AACFrames.size, size: AACFrames.size)
            }
            var start = videoOffset(group)
            let range = group * Self.groupPictures..<(group + 1) * Self.groupPictures
            for picture in range.clamped(to: 0..<pictures) {
                let size = GreyVideo.sizes[picture % GreyVideo.rate]
                offer(.picture(picture), at: start, size: size)
                start += size
            }
        }
    }
}
