/// The four bytes that a frame of MPEG audio begins with.
struct MP3Frame: Equatable {
    var version: MP3Header.Version
    /// 1, 2 or 3.
    var layer: Int
    var bitRate: Int
    var sampleRate: Int
    var channels: Int
    var hasChecksum: Bool
    /// Bytes of the whole frame; right for Layer III only.
    var size: Int

    private static let rates1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let rates2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]

    /// Bytes of the side information of a frame.
    var sideSize: Int { version == .mpeg1 ? channels == 1 ? 17 : 32 : channels == 1 ? 9 : 17 }

    /// Nil where these four bytes are none, or the rate is free.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes.prefix(4))
        guard bytes.count == 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return nil }
        switch bytes[1] >> 3 & 3 {
        case 0: version = .mpeg25
        case 2: version = .mpeg2
        case 3: version = .mpeg1
        default: return nil
        }
        layer = 4 - Int(bytes[1] >> 1 & 3)
        let (rate, sampling) = (Int(bytes[2] >> 4), Int(bytes[2] >> 2 & 3))
        guard layer < 4, (1...14).contains(rate), sampling < 3, bytes[3] & 3 != 2 else { return nil }
        bitRate = (version == .mpeg1 ? Self.rates1 : Self.rates2)[rate - 1] * 1_000
        let most = [44_100, 48_000, 32_000][sampling]
        sampleRate = version == .mpeg1 ? most : version == .mpeg2 ? most / 2 : most / 4
        channels = bytes[3] >> 6 == 3 ? 1 : 2
        hasChecksum = bytes[1] & 1 == 0
        size = (version == .mpeg1 ? 144 : 72) * bitRate / sampleRate + Int(bytes[2] >> 1 & 1)
    }

    /// Whether another frame can follow in the same stream.
    func fits(_ next: MP3Frame) -> Bool {
        version == next.version && layer == next.layer && sampleRate == next.sampleRate
    }
}
