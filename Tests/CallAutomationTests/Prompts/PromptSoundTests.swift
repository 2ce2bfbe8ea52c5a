import Testing

@testable import CallAutomation

/// Which prompts the service can play.
struct PromptSoundTests {
    private func wav(format: Int = 1, channels: Int = 1, rate: Int = 16_000, bits: Int = 16, before: [UInt8] = [])
        -> [UInt8]
    {
        func little(_ number: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(number >> (8 * $0) & 0xFF) } }
        return Array("RIFF".utf8) + little(36, 4) + Array("WAVE".utf8) + before + Array("fmt ".utf8) + little(16, 4)
            + little(format, 2) + little(channels, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2)
            + little(bits, 2) + Array("data".utf8) + little(0, 4)
    }

    @Test func whatTheServiceTakesHasNoFault() {
        #expect(PromptSound.fault(of: wav()) == nil)
        #expect(PromptSound.fault(of: wav(before: Array("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0])) == nil)
        #expect(PromptSound.fault(of: Array("ID3".utf8) + [4, 0, 0]) == nil)
    }

    @Test func whatItDoesNotTakeIsNamed() {
        #expect(PromptSound.fault(of: wav(channels: 2, rate: 44_100))?.contains("2 channels, 16-bit, 44100 Hz") == true)
        #expect(PromptSound.fault(of: wav(bits: 8))?.contains("8-bit") == true)
        #expect(PromptSound.fault(of: wav(format: 7))?.contains("compressed (format 7)") == true)
        #expect(PromptSound.fault(of: [0xFF, 0xFB, 0x90, 0])?.contains("without an ID3v2 tag") == true)
        for bytes in [[], Array("<html>".utf8), Array(wav().prefix(20)), Array("RIFF0000WAVE".utf8)] as [[UInt8]] {
            #expect(PromptSound.fault(of: bytes) != nil)
        }
    }

    @Test func anyBytesAreJudged() {
        var seed: UInt64 = 7
        for length in 0..<2_000 {
            let head = wav().prefix(length % 45)
            let bytes = (0..<length % 97).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(seed >> 56)
            }
            _ = PromptSound.fault(of: head + bytes)
        }
    }
}
