import CallModel
import Testing

@testable import CallRuntime

@Suite struct TimerQueueTests {
    private let session = SessionID(partition: 1, random: (1, 1))

    private func filled(_ dues: [Double]) -> TimerQueue {
        var queue = TimerQueue()
        for (index, due) in dues.enumerated() {
            queue.add(TimerQueue.Entry(due: due, session: session, number: index))
        }
        return queue
    }

    private func drained(_ queue: TimerQueue, at time: Double) -> [Double] {
        var queue = queue
        var dues: [Double] = []
        while let entry = queue.pop(at: time) { dues.append(entry.due) }
        return dues
    }

    @Test func timersComeInOrderOfTimeWhateverTheOrderOfSetting() {
        let dues = (0..<500).map { Double(($0 * 7_919) % 503) }
        #expect(drained(filled(dues), at: 1_000) == dues.sorted())
    }

    @Test func timersDueTogetherComeInTheOrderInWhichTheyWereDecided() {
        var queue = TimerQueue()
        for number in [4, 9, 1, 7, 3, 8, 2, 6, 5] {
            queue.add(TimerQueue.Entry(due: number > 7 ? 9 : 10, session: session, number: number))
        }
        var numbers: [Int] = []
        while let entry = queue.pop(at: 10) { numbers.append(entry.number) }
        #expect(numbers == [8, 9, 1, 2, 3, 4, 5, 6, 7])
    }

    @Test func onlyWhatIsDueIsTaken() {
        let queue = filled([5, 1, 3])
        #expect(queue.earliest == 1)
        #expect(drained(queue, at: 3) == [1, 3])
        #expect(drained(queue, at: 0.5).isEmpty)
        #expect(TimerQueue().earliest == nil)
    }

    @Test func compactingKeepsTheLiveOnesInOrder() {
        var queue = filled((0..<100).map { Double(99 - $0) })
        queue.compact { Int($0.due) % 3 == 0 }
        #expect(queue.count == 34)
        #expect(drained(queue, at: 1_000) == stride(from: 0, to: 100, by: 3).map(Double.init))
    }
}
