import Foundation
import Testing

@testable import CallAudio

@Suite struct ResamplerTests {
    @Test(arguments: [8_000, 11_025, 22_050, 24_000, 44_100, 48_000]) func aToneKeepsItsHeightAndLength(rate: Int) {
        let tone = (0..<rate).map { Int16(10_000 * sin(2 * Double.pi * 500 * Double($0) / Double(rate))) }
        let samples = Resampler.samples(tone, from: rate)
        #expect(samples.count == 16_000)
        #expect(abs(Hearing.level(500, samples) - 10_000) < 200)
        #expect(Hearing.level(700, samples) < 50)
    }

    @Test func theSameRateChangesNothing() {
        #expect(Resampler.samples([1, 2, 3], from: 16_000) == [1, 2, 3])
        #expect(Resampler.samples([], from: 8_000).isEmpty)
        #expect(Resampler.samples([9], from: 48_000).count <= 1)
    }
}
