// What KCalendarCore (KOrganizer, Kalendar) says happens in a calendar.
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <KCalendarCore/OccurrenceIterator>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <cstdio>

using namespace KCalendarCore;

static QString shown(const QDateTime &edge, bool day) {
    return day ? edge.date().toString("yyyyMMdd") : edge.toUTC().toString("yyyyMMddTHHmmssZ");
}

int main(int argc, char **argv) {
    QCoreApplication app(argc, argv);
    MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone::utc()));
    ICalFormat format;
    if (!format.load(calendar, QString::fromLocal8Bit(argv[1]))) return 1;
    OccurrenceIterator next(*calendar, QDateTime(QDate(1800, 1, 1), QTime(0, 0), Qt::UTC),
                            QDateTime(QDate(2050, 1, 1), QTime(0, 0), Qt::UTC));
    while (next.hasNext()) {
        next.next();
        const Incidence::Ptr incidence = next.incidence();
        const bool day = incidence->allDay();
        const Event::Ptr event = incidence.dynamicCast<Event>();
        if (!event) continue;
        const QDateTime start = next.occurrenceStartDate();
        // An all-day event ends on its last day here.
        const QDateTime end = day ? next.occurrenceEndDate().addDays(1) : next.occurrenceEndDate();
        const QJsonArray record{incidence->summary(), shown(start, day), shown(end, day)};
        std::printf("%s\n", QJsonDocument(record).toJson(QJsonDocument::Compact).constData());
    }
    return 0;
}
