<?php
// What sabre/vobject reads of a calendar, and what its validation minds.
require stream_resolve_include_path('Sabre/VObject/autoload.php') ?: 'Sabre/VObject/includes.php';

error_reporting(E_ALL & ~E_DEPRECATED);
date_default_timezone_set('UTC');
$calendar = Sabre\VObject\Reader::read(file_get_contents($argv[1]));
foreach ($calendar->validate() as $fault) {
    echo json_encode(['fault', $fault['message']]), "\n";
}
function shown(DateTime $edge, bool $day): string
{
    return $day ? $edge->format('Ymd') : (clone $edge)->setTimezone(new DateTimeZone('UTC'))->format('Ymd\THis\Z');
}
$moved = [];
foreach ($calendar->select('VEVENT') as $event) {
    if (isset($event->{'RECURRENCE-ID'})) {
        $moved[(string) $event->UID] = true;
    }
}
$seen = [];
foreach ($calendar->select('VEVENT') as $event) {
    $uid = (string) $event->UID;
    $day = !$event->DTSTART->hasTime();
    if (!isset($event->RRULE) && !isset($moved[$uid])) {
        echo json_encode([(string) $event->SUMMARY, shown($event->DTSTART->getDateTime(), $day), shown($event->DTEND->getDateTime(), $day)]), "\n";
        continue;
    }
    if (isset($seen[$uid])) {
        continue;
    }
    $seen[$uid] = true;
    $iterator = new Sabre\VObject\RecurrenceIterator($calendar, $uid);
    while ($iterator->valid()) {
        $object = $iterator->getEventObject();
        echo json_encode([(string) $object->SUMMARY, shown($object->DTSTART->getDateTime(), $day), shown($object->DTEND->getDateTime(), $day)]), "\n";
        $iterator->next();
    }
}
