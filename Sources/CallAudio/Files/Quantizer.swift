/// Whole numbers for the lines of a spectrum, as both MP3 and AAC have them: |line|^(3/4) over a step.
enum Quantizer {
    /// Lines to the power of 3/4, as whole numbers; at most the limit, and one more for what is above it.
    static func values(_ powers: [Float], factor: Float, limit: Int) -> [Int] {
        let most = Float(limit + 1)
        return powers.map { Int(min(most, $0 * factor + 0.4054)) }
    }

    /// The smallest step that fits, where larger ones fit too; the largest if none does.
    static func smallestStep(in steps: ClosedRange<Int>, _ fits: (Int) -> Bool) -> Int {
        var (low, high) = (steps.lowerBound, steps.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if fits(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
