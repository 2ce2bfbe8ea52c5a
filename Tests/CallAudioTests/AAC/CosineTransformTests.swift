import Foundation
import Testing

@testable import CallAudio

@Suite struct CosineTransformTests {
    @Test func theFastTransformIsTheSumOfTheStandard() {
        var generator = SystemRandomNumberGenerator()
        let samples = (0..<2_048).map { _ in Float.random(in: -1...1, using: &generator) }
        let lines = CosineTransform().lines(samples)
        for line in [0, 1, 2, 3, 77, 511, 512, 800, 1_022, 1_023] {
            var sum = 0.0
            for (place, sample) in samples.enumerated() {
                let window = sin((Double(place) + 0.5) * Double.pi / 2_048)
                let angle = 2 * Double.pi / 2_048 * (Double(place) + 512.5) * (Double(line) + 0.5)
                sum += 2 * Double(sample) * window * cos(angle)
            }
            #expect(abs(Double(lines[line]) - sum) < 0.01)
        }
    }
}
