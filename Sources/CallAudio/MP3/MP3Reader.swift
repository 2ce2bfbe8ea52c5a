/// Reads the beginning of an MP3 file whose bytes come bit by bit: passes its tags over without keeping them, and finds
/// the first frame that another follows.
public struct MP3Reader: Sendable {
    /// How far after the tags the first frame may be, in bytes.
    public static let searchLimit = 64 * 1_024

    private var held: [UInt8] = []
    /// How many bytes are used up.
    private var offset = 0
    /// How many of the next belong to a tag.
    private var skipped = 0
    private var hasID3v2 = false
    private var isAfterTags = false
    private var header: MP3Header?

    /// A reader at the start of a file.
    public init() {}

    /// Takes the next bytes of the file, any number; gives what they say as soon as the first frame and the beginning of
    /// the second are there, and from then on.
    ///
    /// - Throws: ``MP3Error``; nothing more is to be read then.
    public mutating func read(_ bytes: some Collection<UInt8>) throws(MP3Error) -> MP3Header? {
        if let header { return header }
        var rest = bytes[...]
        while !isAfterTags {
            let dropped = min(skipped, rest.count)
            rest = rest.dropFirst(dropped)
            (skipped, offset) = (skipped - dropped, offset + dropped)
            let taken = rest.prefix(10 - held.count)
            held += taken
            rest = rest.dropFirst(taken.count)
            guard skipped == 0, try readTag() else { return nil }
        }
        // More than the search may need is not kept, however much comes at once.
        held += rest.prefix(Self.searchLimit + 8_192 - held.count)
        header = try find(isWhole: false)
        return header
    }

    /// The file ends here. Gives what it says, even where its first frame is the only one.
    public func end() throws(MP3Error) -> MP3Header {
        if let header { return header }
        guard let found = try find(isWhole: true) else { throw .truncated(at: offset + held.count) }
        return found
    }

    /// Looks at the next ten bytes; false where more must come.
    private mutating func readTag() throws(MP3Error) -> Bool {
        guard held.elementsEqual("ID3".utf8.prefix(held.count)) || held.hasText("ID3", at: 0) else {
            isAfterTags = true
            return true
        }
        guard held.count == 10 else { return false }
        guard held[6..<10].allSatisfy({ $0 < 0x80 }) else { throw .malformedTag("its size has bytes above 127") }
        let size = held[6..<10].reduce(0) { $0 << 7 | Int($1) }
        // A footer is told by a flag, and is as long as the head.
        skipped = size + (held[5] & 0x10 == 0 ? 0 : 10)
        hasID3v2 = true
        offset += 10
        held = []
        return true
    }

    private func find(isWhole: Bool) throws(MP3Error) -> MP3Header? {
        var otherLayer: Int?
        var cut = false
        for place in held.indices.prefix(Self.searchLimit) where held[place] == 0xFF {
            guard held.count >= place + 4 else {
                cut = true
                break
            }
            guard let frame = MP3Frame(held[place...]) else { continue }
            guard frame.layer == 3 else {
                if otherLayer == nil, place == 0 { otherLayer = frame.layer }
                continue
            }
            let next = place + frame.size
            if held.count < next + 4 {
                // Not all is there yet; at the end, the only frame must be whole.
                guard isWhole else { return nil }
                guard held.count >= next else {
                    cut = true
                    continue
                }
            } else if MP3Frame(held[next...]).map(frame.fits) != true {
                continue
            }
            return MP3Header(
                frame: frame, hasID3v2: hasID3v2, frameOffset: offset + place,
                frameCount: Self.frameCount(held[place..<next], frame))
        }
        if let otherLayer { throw .otherLayer(otherLayer) }
        if cut, isWhole || held.count < Self.searchLimit { return nil }
        if isWhole && held.isEmpty { throw .truncated(at: offset) }
        if isWhole || held.count >= Self.searchLimit { throw .noFrame(limit: Self.searchLimit) }
        return nil
    }

    /// The count of frames in a first frame without sound.
    private static func frameCount(_ bytes: ArraySlice<UInt8>, _ frame: MP3Frame) -> Int? {
        let bytes = Array(bytes)
        let place = 4 + frame.sideSize
        if bytes.hasText("Xing", at: place) || bytes.hasText("Info", at: place) {
            guard bytes.count >= place + 12, bytes[place + 7] & 1 == 1 else { return nil }
            return bytes.bigNumber(at: place + 8, bytes: 4)
        }
        guard bytes.hasText("VBRI", at: 36), bytes.count >= 54 else { return nil }
        return bytes.bigNumber(at: 50, bytes: 4)
    }
}
