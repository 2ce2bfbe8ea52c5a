import Testing

@testable import CallAudio

@Suite struct TonesTests {
    @Test(arguments: [8_000, 16_000, 24_000]) func tonesAreHeardAtAnyRate(rate: Int) {
        let samples = Tones.samples([697, 1_209], count: rate / 2, rate: rate)
        let levels = [697, 1_209, 1_000].map { Hearing.level($0, samples, rate: rate) }
        #expect(levels[0] > 3_900 && levels[1] > 3_900 && levels[2] < 200)
    }

    @Test func onePieceGoesOnWhereTheLastOneEnded() {
        let whole = Tones.samples([440], count: 640)
        let pieces = (0..<2).flatMap { Tones.samples([440], from: Double($0) * 0.02, count: 320) }
        #expect(zip(whole, pieces).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func whatIsNoToneIsSilence() {
        #expect(Tones.samples([], count: 3) == [0, 0, 0])
        #expect(Tones.samples([440], count: -1).isEmpty)
        #expect(Tones.samples([440], count: 2, rate: 0) == [0, 0])
        #expect(Tones.samples([440], from: .nan, count: 2) == [0, 0])
        #expect(Tones.samples([440], count: 50, level: 7).allSatisfy { abs(Int($0)) <= 32_767 })
    }

    @Test func musicIsAsLongAsItShallBe() {
        for seconds in [0.0, 0.2, 0.5, 1.25, 3] {
            #expect(Track(Segment.music(seconds: seconds)).frames == AudioTime.frames(seconds))
        }
        let samples = Track(Segment.music(seconds: 1)).samples(0..<8_000)
        #expect(Hearing.level(262, samples) > 1_500 && Hearing.level(220, samples) < 300)
    }
}
